namespace TinyBase.Cli.Terminals;

/// <summary>The user pressed Ctrl+C at a prompt.</summary>
internal sealed class PromptInterruptedException : Exception;
