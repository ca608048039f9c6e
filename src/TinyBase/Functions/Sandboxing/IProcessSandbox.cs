namespace TinyBase.Functions.Sandboxing;

/// <summary>Starts the processes that build and run functions, with as few rights as it can.</summary>
internal interface IProcessSandbox
{
    /// <summary>Starts a process whose three streams are pipes to this one.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The program is not there or cannot be run.</exception>
    SandboxedProcess Start(SandboxedCommand command);
}

/// <summary>What a process is for.</summary>
internal enum SandboxKind
{
    /// <summary>It builds a function: it needs the network and the packages.</summary>
    Build,

    /// <summary>It runs a function.</summary>
    Run,
}

/// <summary>A program to start.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="WorkingDirectory">Where it starts.</param>
/// <param name="Environment">All of its environment; nothing of the server's is added.</param>
/// <param name="ReadablePaths">What it must be able to read besides the system's files.</param>
/// <param name="WritablePaths">What it must be able to write.</param>
/// <param name="Kind">What it is for.</param>
internal sealed record SandboxedCommand(
    string FileName,
    IReadOnlyList<string> Arguments,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string> Environment,
    IReadOnlyList<string> ReadablePaths,
    IReadOnlyList<string> WritablePaths,
    SandboxKind Kind);
