namespace TinyBase.Storage;

/// <summary>The table of a collection, as the database describes it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Create">The statement that makes it.</param>
/// <param name="Columns">The names of its columns, in order.</param>
/// <param name="Indexes">The statements that make its indexes.</param>
internal sealed record RecordTable(string Name, string Create, IReadOnlyList<string> Columns, IReadOnlyList<string> Indexes);
