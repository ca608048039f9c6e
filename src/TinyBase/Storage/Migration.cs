using System.Globalization;
using System.Reflection;

using TinyBase.Storage.Migrations;

namespace TinyBase.Storage;

/// <summary>One numbered step of the system tables, there and back.</summary>
/// <param name="Version">The version that the database has after it, counted from 1.</param>
/// <param name="Name">What it does, in a few words.</param>
/// <param name="Up">The statements that bring it about.</param>
/// <param name="Down">The statements that take it back.</param>
internal sealed record Migration(int Version, string Name, string Up, string Down)
{
    /// <summary>What it does besides with the table of each collection; null for nothing.</summary>
    public Func<RecordTable, string>? TableUp { get; init; }

    /// <summary>What takes that back.</summary>
    public Func<RecordTable, string>? TableDown { get; init; }

    /// <summary>
    /// The steps that are embedded as <c>0001_name.sql</c>; a line <c>-- down</c> parts the two directions.
    /// </summary>
    public static IReadOnlyList<Migration> Embedded { get; } = Load(typeof(Migration).Assembly);

    private static List<Migration> Load(Assembly assembly) =>
        [.. assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => Read(assembly, name))
            .OrderBy(migration => migration.Version)];

    private static Migration Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var parts = reader.ReadToEnd().Split("\n-- down\n");
        var file = resource.Split('.')[^2];
        var step = new Migration(
            int.Parse(file.AsSpan(0, 4), CultureInfo.InvariantCulture), file[5..].Replace('_', ' '), parts[0], parts[1]);
        return step.Version == RowsById.Version ? step with { TableUp = RowsById.Up, TableDown = RowsById.Down } : step;
    }
}
