namespace TinyBase.Client;

/// <summary>The answer of what has nothing else to tell. That it can be read shows that a TinyBase server sent it.</summary>
internal sealed class MessageAnswer
{
    public required string Message { get; init; }
}
