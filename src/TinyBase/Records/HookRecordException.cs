namespace TinyBase.Records;

/// <summary>A record that a hook adds cannot be added: a mistake of the hook, which the client is not told.</summary>
internal sealed class HookRecordException(string message) : Exception(message);
