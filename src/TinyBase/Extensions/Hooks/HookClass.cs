namespace TinyBase.Extensions.Hooks;

/// <summary>A class with hooks that the embedding app adds.</summary>
internal sealed record HookClass(Type Type);
