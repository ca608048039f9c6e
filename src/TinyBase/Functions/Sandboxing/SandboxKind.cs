namespace TinyBase.Functions.Sandboxing;

/// <summary>What a program is started for.</summary>
internal enum SandboxKind
{
    /// <summary>It builds a function: the .NET SDK, with the processes that it starts.</summary>
    Build,

    /// <summary>It is a function.</summary>
    Run,
}
