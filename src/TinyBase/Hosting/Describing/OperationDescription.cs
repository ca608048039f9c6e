using TinyBase.Collections;

namespace TinyBase.Hosting.Describing;

/// <summary>
/// What the API document says of an operation beyond its <see cref="Operation"/>: parameters, body, answers. What follows from the
/// operation itself (ids in the path, 401, 403, 413, 422, 429) is not repeated here.
/// </summary>
/// <param name="Summary">What it does, in a few words.</param>
internal sealed record OperationDescription(string Summary)
{
    /// <summary>Of what is no part of the API: pages with their files, and what is the operator's alone.</summary>
    public static OperationDescription None { get; } = new(string.Empty);

    /// <summary>What else there is to know, in Markdown; null for nothing.</summary>
    public string? Details { get; init; }

    /// <summary>The parameters in query and headers.</summary>
    public IReadOnlyList<ParameterDescription> Parameters { get; init; } = [];

    /// <summary>What the body holds; null if there is none.</summary>
    public Shape? Body { get; init; }

    /// <summary>The answers of its own.</summary>
    public IReadOnlyList<AnswerDescription> Answers { get; init; } = [];

    /// <summary>Whether it reads the token itself, as the exchange of a refresh token does. Default: false.</summary>
    public bool ReadsToken { get; init; }

    /// <summary>
    /// For an operation on records, the access rule of the collection that counts. It is then described once for all collections and
    /// once for each. Null for all other operations.
    /// </summary>
    public Func<AccessRules, AccessRule>? Rule { get; init; }

    /// <summary>Who may call it, where the operation itself does not say; null for what follows from that.</summary>
    public string? Callers { get; init; }

    /// <summary>Whether it is described once for all functions and once for each. Default: false.</summary>
    public bool IsForEachFunction { get; init; }

    /// <summary>
    /// Whether it is about records that there are, which a caller must be able to see. Default: false; an id in the path says so too.
    /// </summary>
    public bool IsOfRecords { get; init; }
}

/// <summary>An answer of an operation.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Text">What it means, in Markdown.</param>
/// <param name="Shape">What its body holds; null for the usual body of an error, or none.</param>
internal sealed record AnswerDescription(int Status, string Text, Shape? Shape = null)
{
    public static AnswerDescription NotModified { get; } = new(304, "The client has this version") { HasETag = true, Component = "NotModified" };

    /// <summary>Whether it has a version in <c>ETag</c>. Default: false.</summary>
    public bool HasETag { get; init; }

    /// <summary>The name under which several operations share it; null where it is an operation's own.</summary>
    public string? Component { get; init; }
}
