using System.Globalization;

using TinyBase.Storage;

namespace TinyBase.Cli.Commands.Db;

/// <summary>
/// What a revision of the database is called on the command line: its number, <c>head</c> for the latest, <c>base</c> for the
/// one before the first step, or a distance such as <c>+1</c> or <c>-1</c> from where the database is.
/// </summary>
internal static class RevisionName
{
    private const string Head = "head";
    private const string Base = "base";

    private static IReadOnlyList<Migration> Migrations => DatabaseFile.Migrator.Migrations;

    /// <summary>Finds the revision.</summary>
    /// <param name="current">Where the database is.</param>
    /// <returns>Its number; null if there is none of that name.</returns>
    public static int? Find(string name, int current)
    {
        if (name == Head) return Migrations.Count;
        if (name == Base) return 0;
        if (!int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return null;
        var revision = name[0] is '+' or '-' ? (long)current + number : number;
        return revision >= 0 && revision <= Migrations.Count ? (int)revision : null;
    }

    /// <summary>Why a name is not one, and which there are.</summary>
    public static string Unknown(string name, int current) => string.Create(
        CultureInfo.InvariantCulture,
        $"There is no revision '{name}' (the database is at {current}). Revisions: {
            string.Join(", ", Enumerable.Range(0, Migrations.Count + 1).Select(Describe))}.");

    /// <summary>A revision with what it is.</summary>
    public static string Describe(int revision)
    {
        var name = revision == 0 ? Base : Migrations[revision - 1].Name;
        return string.Create(CultureInfo.InvariantCulture, $"{revision} ({name}{(revision == Migrations.Count ? ", head" : "")})");
    }

    /// <summary>What a shell may offer.</summary>
    public static IEnumerable<string> Completions() =>
        [.. Migrations.Select(migration => migration.Version.ToString(CultureInfo.InvariantCulture)), Head, Base];
}
