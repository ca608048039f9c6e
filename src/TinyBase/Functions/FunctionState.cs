using TinyBase.Functions.Building;
using TinyBase.Functions.Calls;
using TinyBase.Sdk.Binding;

namespace TinyBase.Functions;

/// <summary>A function that can be called.</summary>
/// <param name="Metadata">What it says of itself.</param>
/// <param name="Program">What runs it.</param>
/// <param name="LoadedAt">Since when this version answers.</param>
internal sealed record ServedFunction(FunctionMetadata Metadata, IFunctionProgram Program, DateTimeOffset LoadedAt)
{
    public string Name => Metadata.Name;

    /// <summary>The extension that it is of; null for none.</summary>
    public string? Extension { get; init; }

    /// <summary>Its file as configured; null for one of the embedding app or of an extension.</summary>
    public string? File { get; init; }

    /// <summary>SHA-256 of its file; null for one without.</summary>
    public string? ContentHash { get; init; }

    /// <summary>The version that was uploaded with this content; null for none.</summary>
    public string? VersionId { get; set; }
}

/// <summary>How it stands with a function: the version that answers, and what is being made of its file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Served">The version that answers; null for none.</param>
/// <param name="IsBuilding">Whether a newer one is being built.</param>
/// <param name="Problems">Why the newest one cannot be served; empty if it is, or is not known yet.</param>
internal sealed record FunctionState(string Name, ServedFunction? Served, bool IsBuilding, IReadOnlyList<FunctionProblem> Problems);
