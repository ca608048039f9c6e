namespace TinyBase.Extensions.Packages.Loading;

/// <summary>An extension cannot be started; the message says why, for its admin.</summary>
internal sealed class ExtensionLoadException(string message, Exception? cause = null) : Exception(message, cause);
