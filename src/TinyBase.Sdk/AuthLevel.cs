namespace TinyBase;

/// <summary>Who may call a function.</summary>
public enum AuthLevel
{
    /// <summary>Anybody, without a token.</summary>
    Public,

    /// <summary>Whoever is logged in.</summary>
    Auth,

    /// <summary>Admins only.</summary>
    Admin,
}
