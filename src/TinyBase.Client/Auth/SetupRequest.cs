namespace TinyBase.Client;

/// <summary>The body of a setup. Not a record, so that no text of it shows the secrets.</summary>
internal sealed class SetupRequest(string token, string email, string password)
{
    public string Token { get; } = token;

    public string Email { get; } = email;

    public string Password { get; } = password;
}
