namespace TinyBase.Extensions.Packages.Store;

/// <summary>An installed extension, as the database keeps it.</summary>
internal sealed record ExtensionRow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Version { get; init; }

    public string? Description { get; init; }

    public string? Author { get; init; }

    /// <summary>Where it came from, as somebody gave it.</summary>
    public required string RepoUrl { get; init; }

    /// <summary>The commit that was installed; null where it came from no repository.</summary>
    public string? Revision { get; init; }

    /// <summary>Whether the operator gave the source, which may be what nobody else may name.</summary>
    public required bool ByOperator { get; init; }

    public required bool IsEnabled { get; init; }

    /// <summary>Why the server has disabled it, or why it does not run; null for no reason but the admin's own.</summary>
    public string? Reason { get; init; }

    /// <summary>When the process last ended while its code ran; null if the start after that was followed by an end in peace.</summary>
    public string? SuspectedAt { get; init; }

    /// <summary>The newer version that the last look found; null for none.</summary>
    public string? UpdateAvailable { get; init; }

    public required string InstalledAt { get; init; }

    public required string UpdatedAt { get; init; }
}
