namespace TinyBase;

/// <summary>The server starts, or an extension was enabled.</summary>
public sealed class StartupEvent : HookEvent
{
    internal override HookPoint Point => HookPoint.Startup;
}

/// <summary>The server stops, or an extension is being disabled.</summary>
public sealed class ShutdownEvent : HookEvent
{
    internal override HookPoint Point => HookPoint.Shutdown;
}

/// <summary>What was done to a collection.</summary>
public enum CollectionChangeKind
{
    /// <summary>It was made.</summary>
    Create,

    /// <summary>Its label, schema or options were changed.</summary>
    Update,

    /// <summary>It was deleted with its records.</summary>
    Delete,
}

/// <summary>A collection was made, changed or deleted.</summary>
public sealed class CollectionChangeEvent : HookEvent
{
    /// <summary>The name of the collection.</summary>
    public required string Collection { get; init; }

    /// <summary>What was done to it.</summary>
    public required CollectionChangeKind Kind { get; init; }

    internal override HookPoint Point => HookPoint.CollectionChange;

    internal override string? Subject => Collection;

    internal override string? OrderKey => $"collection/{Collection}";
}
