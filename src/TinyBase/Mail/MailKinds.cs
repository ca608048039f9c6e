namespace TinyBase.Mail;

/// <summary>The e-mails that there are, each with a template that is part of the program.</summary>
internal static class MailKinds
{
    public const string PasswordReset = "password_reset";

    public const string EmailVerification = "email_verification";

    public const string EmailChange = "email_change";

    public const string Test = "test";

    public static readonly IReadOnlyList<string> All = [PasswordReset, EmailVerification, EmailChange, Test];

    /// <summary>What can be filled in.</summary>
    public static readonly IReadOnlyList<string> Places = ["instance_name", "email", "link", "hours"];

    /// <summary>Values to try a template with.</summary>
    public static IReadOnlyDictionary<string, string> Sample(string instanceName) => new Dictionary<string, string>
    {
        ["instance_name"] = instanceName,
        ["email"] = "user@example.com",
        ["link"] = "https://app.example.com/auth/example#0123456789abcdef",
        ["hours"] = "1",
    };

    /// <summary>The template as it comes with the program: subject, text and HTML, parted by lines of three dashes.</summary>
    public static MailTemplate BuiltIn(string name)
    {
        using var reader = new StreamReader(typeof(MailKinds).Assembly.GetManifestResourceStream($"mail/{name}.txt")!);
        var parts = reader.ReadToEnd().ReplaceLineEndings("\n").Split("\n---\n");
        return new MailTemplate(name, parts[0], parts[1], parts[2]);
    }
}
