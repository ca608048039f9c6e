namespace TinyBase.Client;

/// <summary>The ids of records to delete, as they are sent.</summary>
internal sealed record DeleteBody(IReadOnlyList<Guid> Ids);
