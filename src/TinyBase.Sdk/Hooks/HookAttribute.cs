namespace TinyBase;

/// <summary>Makes a method a hook: the server runs it when something happens, or is about to.</summary>
/// <remarks>
/// The method is public or not, static or of the instance that is made once with services of the app. Its parameters are the event, a
/// <see cref="CancellationToken"/> and services, in any order and each only if it is wanted; it returns nothing, a <see cref="Task"/> or
/// a <see cref="ValueTask"/>.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public abstract class HookAttribute : Attribute
{
    private protected HookAttribute(HookPoint point, string? filter)
    {
        Point = point;
        Filter = filter is "*" ? null : filter;
    }

    /// <summary>Where the hook stands among those of the same event: lower ones run first. Default: 0.</summary>
    public int Order { get; set; }

    /// <summary>
    /// How long the hook may take, in seconds, at most 3,600. Default: 0, which means 5 seconds before something happens and 30 after it.
    /// </summary>
    public double TimeoutSeconds { get; set; }

    /// <summary>The collection or function that it is for; null for all.</summary>
    internal string? Filter { get; }

    internal HookPoint Point { get; }
}

/// <summary>A hook that runs once something has happened, beside the request that did it.</summary>
public abstract class AfterHookAttribute : HookAttribute
{
    private protected AfterHookAttribute(HookPoint point, string? filter = null)
        : base(point, filter)
    {
    }

    /// <summary>
    /// Whether the event is kept in the database, in the same transaction as the change, until the hook has succeeded: it then runs at
    /// least once, also across restarts, and must not mind running twice. Default: false, an event is lost with the process.
    /// </summary>
    public bool Durable { get; set; }
}

/// <summary>A hook that runs before something happens and may reject it with a <see cref="HookRejection"/>.</summary>
public abstract class BeforeHookAttribute : HookAttribute
{
    private protected BeforeHookAttribute(HookPoint point, string? filter = null)
        : base(point, filter)
    {
    }
}
