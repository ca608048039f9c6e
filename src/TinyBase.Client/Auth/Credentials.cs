namespace TinyBase.Client;

/// <summary>The body of registration and login. Not a record, so that no text of it shows the password.</summary>
internal sealed class Credentials(string email, string password)
{
    public string Email { get; } = email;

    public string Password { get; } = password;
}
