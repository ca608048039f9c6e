namespace TinyBase.Client;

/// <summary>The body of a change of password. Not a record, so that no text of it shows the passwords.</summary>
internal sealed class PasswordChange(string currentPassword, string password)
{
    public string CurrentPassword { get; } = currentPassword;

    public string Password { get; } = password;
}
