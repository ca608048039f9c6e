namespace TinyBase.Extensions.Packages;

/// <summary>What an extension says of itself in <c>extension.toml</c>.</summary>
/// <param name="Name">The name, by which its folder, its addresses and its settings are called.</param>
/// <param name="Version">The version, any text; updates are found if it is one that can be compared.</param>
/// <param name="Description">What it does.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Homepage">Where to read more, an address of the web.</param>
/// <param name="EntryPoint">Its assembly, a path in its folder with slashes; null if it is made of <c>.cs</c> files.</param>
/// <param name="MinVersion">The oldest version of TinyBase that it works with.</param>
/// <param name="Asks">What it says it will use, for whoever installs it.</param>
/// <param name="Settings">Its settings.</param>
internal sealed record ExtensionManifest(
    string Name,
    string Version,
    string? Description,
    string? Author,
    string? Homepage,
    string? EntryPoint,
    string? MinVersion,
    IReadOnlyList<ExtensionAsk> Asks,
    IReadOnlyList<ExtensionSetting> Settings)
{
    /// <summary>The name as it stands in tables, variables and identifiers: with underscores.</summary>
    public string Identifier => Name.Replace('-', '_');

    /// <summary>Why this version of TinyBase cannot run it; null if it can.</summary>
    public string? Incompatibility() => MinVersion is { } needed && PackageVersion.IsNewer(needed, TinyBaseVersion.Current)
        ? $"Extension '{Name}' needs TinyBase {needed} or newer, this is {TinyBaseVersion.Current}."
        : null;
}

/// <summary>Something that an extension says it will use. It is told, not enforced: extensions have full trust.</summary>
/// <param name="Name">What, such as <c>network</c> or <c>secrets</c>.</param>
/// <param name="Reason">What for.</param>
internal sealed record ExtensionAsk(string Name, string? Reason);
