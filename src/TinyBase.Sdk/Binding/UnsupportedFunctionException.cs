namespace TinyBase.Sdk.Binding;

/// <summary>A method cannot be served as a function; the message tells its author why.</summary>
internal sealed class UnsupportedFunctionException(string message) : Exception(message);
