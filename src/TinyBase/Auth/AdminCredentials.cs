namespace TinyBase.Auth;

/// <summary>The e-mail address and the password of an admin who is made outside the API, checked by the same rules.</summary>
internal sealed class AdminCredentials
{
    private AdminCredentials(string email, string password)
    {
        Email = email;
        Password = password;
    }

    /// <summary>The address in its normal form.</summary>
    public string Email { get; }

    public string Password { get; }

    /// <summary>Checks an address and a password.</summary>
    /// <param name="credentials">What can be used; null if something is wrong.</param>
    /// <returns>One sentence for each thing that is wrong; it does not repeat the password.</returns>
    public static IReadOnlyList<string> Check(string email, string password, out AdminCredentials? credentials)
    {
        var problems = new List<string>();
        if (!EmailAddress.TryParse(email, out var address, out var reason))
        {
            problems.Add($"'{email}' is not an e-mail address. {reason}");
        }

        if (PasswordRules.Problem(password, address.Length > 0 ? address : null) is { } problem) problems.Add(problem);
        credentials = problems.Count == 0 ? new AdminCredentials(address, password) : null;
        return problems;
    }
}
