using TinyBase.Mail;

namespace TinyBase.Auth.Account;

/// <summary>What a link in an e-mail is for.</summary>
/// <param name="Name">What the database and the audit log call it.</param>
/// <param name="Mail">The e-mail that it is sent with.</param>
/// <param name="Page">The page below <c>/auth</c> that it opens.</param>
internal sealed record AccountPurpose(string Name, string Mail, string Page)
{
    public static readonly AccountPurpose PasswordReset = new("password_reset", MailKinds.PasswordReset, "password-reset");

    public static readonly AccountPurpose EmailVerification = new("email_verification", MailKinds.EmailVerification, "verify-email");

    public static readonly AccountPurpose EmailChange = new("email_change", MailKinds.EmailChange, "change-email");
}
