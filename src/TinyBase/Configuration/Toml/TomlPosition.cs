namespace TinyBase.Configuration.Toml;

/// <summary>A place in a TOML document.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in Unicode characters, from 1; a byte order mark does not count.</param>
internal readonly record struct TomlPosition(int Line, int Column)
{
    public static TomlPosition Start { get; } = new(1, 1);

    public override string ToString() => $"{Line}:{Column}";

    /// <summary>Where the text goes on after <paramref name="unit"/>, a UTF-16 code unit that stood here.</summary>
    public TomlPosition After(char unit) => unit switch
    {
        '\n' => new(Line + 1, 1),
        _ when char.IsLowSurrogate(unit) => this,
        _ => new(Line, Column + 1),
    };
}
