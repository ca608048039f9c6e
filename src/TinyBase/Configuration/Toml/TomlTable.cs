using System.Diagnostics.CodeAnalysis;

namespace TinyBase.Configuration.Toml;

/// <summary>What brought a table into being; it decides what may still be added to it.</summary>
internal enum TomlTableOrigin
{
    /// <summary>A longer header passed through it: <c>a</c> of <c>[a.b]</c>. Its own header may follow.</summary>
    Passed,

    /// <summary>Its own header, or the document itself. Complete when the next header begins.</summary>
    Header,

    /// <summary>A dotted key: <c>a</c> of <c>a.b = 1</c>. Dotted keys and headers of sub-tables may add to it.</summary>
    DottedKey,

    /// <summary>Braces. Complete when they close.</summary>
    Inline,
}

/// <summary>A key's place and its value.</summary>
internal sealed record TomlEntry(TomlPosition KeyPosition, TomlValue Value);

/// <summary>A table; its entries keep the order in which they were written.</summary>
internal sealed class TomlTable(TomlPosition position, TomlTableOrigin origin) : TomlValue(position)
{
    private readonly OrderedDictionary<string, TomlEntry> _entries = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, TomlEntry> Entries => _entries;

    public TomlTableOrigin Origin { get; private set; } = origin;

    public bool TryGet(string key, [NotNullWhen(true)] out TomlEntry? entry) => _entries.TryGetValue(key, out entry);

    public void Add(TomlKeyPart key, TomlValue value) => _entries.Add(key.Name, new TomlEntry(key.Position, value));

    /// <summary>Gives a table that was only passed through its own header.</summary>
    public void TakeHeader(TomlPosition position)
    {
        Origin = TomlTableOrigin.Header;
        Position = position;
    }
}
