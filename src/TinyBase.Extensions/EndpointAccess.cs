namespace TinyBase;

/// <summary>Who may call an endpoint of an extension.</summary>
internal enum EndpointAccess
{
    /// <summary>Users, and programs with the rights of an admin.</summary>
    User,

    /// <summary>Admins.</summary>
    Admin,
}

/// <summary>Says who may call an endpoint; what was said last counts.</summary>
internal sealed record EndpointAccessMetadata(EndpointAccess Access);
