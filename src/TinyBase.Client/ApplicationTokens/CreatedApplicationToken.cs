namespace TinyBase.Client;

/// <summary>A new application token. Not a record, so that no text of it shows the token.</summary>
public sealed class CreatedApplicationToken
{
    /// <summary>What is known of it from now on.</summary>
    public required ApplicationToken Token { get; init; }

    /// <summary>The token itself, which the server does not keep: whoever needs it must keep it now.</summary>
    public required string TokenValue { get; init; }
}
