namespace TinyBase;

/// <summary>Makes a method a function that clients call over HTTP.</summary>
/// <param name="name">The name that it is called by: letters, digits and underscores. In a function file it is the name of the file.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FunctionAttribute(string name) : Attribute
{
    /// <summary>The name that it is called by.</summary>
    public string Name { get; } = name;

    /// <summary>What it does, for the API document; null, the default, for nothing.</summary>
    public string? Description { get; init; }

    /// <summary>Who may call it; by default whoever is logged in.</summary>
    public AuthLevel Auth { get; init; } = AuthLevel.Auth;

    /// <summary>Words to find it by; none by default.</summary>
    public string[] Tags { get; init; } = [];

    /// <summary>How long a call may take, in seconds; 0, the default, for the limit of the server.</summary>
    public double TimeoutSeconds { get; init; }

    /// <summary>Whose rights <see cref="FunctionContext.Client"/> has; by default the caller's.</summary>
    public RunAs RunAs { get; init; } = RunAs.Caller;

    /// <summary>
    /// How many calls run at the same time at most; 0, the default, for the limit of the server. A call counts until the function has stopped, which can be
    /// up to 5 seconds after it was answered for taking too long; one that runs inside an app and never stops does not count any longer.
    /// </summary>
    public int MaxConcurrency { get; init; }

    /// <summary>Whether the input and the result of each call are kept with its record; false by default.</summary>
    public bool KeepsPayload { get; init; }
}
