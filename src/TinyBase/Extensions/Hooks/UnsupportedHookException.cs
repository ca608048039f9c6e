namespace TinyBase.Extensions.Hooks;

/// <summary>A method or class cannot be a hook; the message names it and says what would be right.</summary>
internal sealed class UnsupportedHookException(string message, Exception? cause = null) : Exception(message, cause);
