namespace TinyBase.Hosting;

/// <summary>Where in the app TinyBase is mapped.</summary>
internal sealed class MountPoint
{
    /// <summary>The prefix of all paths, empty at the root; null until TinyBase is mapped.</summary>
    public string? Prefix { get; set; }

    /// <summary>What is mapped; empty until then.</summary>
    public IReadOnlyList<IEndpoint> Endpoints { get; set; } = [];
}
