namespace TinyBase.Functions.Sandboxing;

/// <summary>Starts the programs of functions, and what builds them, with no more rights than they need.</summary>
internal interface IProcessSandbox
{
    /// <summary>Starts a program. Throws <see cref="SandboxException"/> when the system refuses.</summary>
    SandboxedProcess Start(SandboxedCommand command);
}
