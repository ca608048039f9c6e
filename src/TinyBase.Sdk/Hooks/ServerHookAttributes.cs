namespace TinyBase;

/// <summary>Runs once before the server takes requests, or when its extension is enabled; takes a <see cref="StartupEvent"/>.</summary>
public sealed class OnStartupAttribute() : HookAttribute(HookPoint.Startup, filter: null);

/// <summary>Runs once after the last request, or when its extension is disabled; takes a <see cref="ShutdownEvent"/>.</summary>
public sealed class OnShutdownAttribute() : HookAttribute(HookPoint.Shutdown, filter: null);

/// <summary>Runs after a collection was made, changed or deleted; takes a <see cref="CollectionChangeEvent"/>.</summary>
/// <param name="collection">The name of the collection; null or <c>*</c> for all.</param>
public sealed class OnCollectionChangeAttribute(string? collection = null) : AfterHookAttribute(HookPoint.CollectionChange, collection);
