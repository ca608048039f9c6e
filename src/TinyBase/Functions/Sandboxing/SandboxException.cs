namespace TinyBase.Functions.Sandboxing;

/// <summary>A program could not be started as the sandbox demands.</summary>
internal sealed class SandboxException(string message, Exception? inner = null) : Exception(message, inner);
