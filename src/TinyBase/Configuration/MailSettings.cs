using TinyBase.Configuration.SettingTypes;

namespace TinyBase.Configuration;

/// <summary>The settings of e-mail.</summary>
internal static class MailSettings
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new Setting<bool>("email_enabled", new BooleanType(),
            target => target.Options.Mail.Enabled, (target, value) => target.Options.Mail.Enabled = value,
            "Whether e-mail is sent."),
        new Setting<string?>("email_smtp_host", new TextType("a host")!,
            target => target.Options.Mail.SmtpHost, (target, value) => target.Options.Mail.SmtpHost = value,
            "The mail server."),
        new Setting<int>("email_smtp_port", new IntegerType(1, 65535),
            target => target.Options.Mail.SmtpPort, (target, value) => target.Options.Mail.SmtpPort = value,
            "The port of the mail server."),
        new Setting<string>("email_smtp_security", new ChoiceType("auto", "starttls", "tls", "none"),
            target => target.Options.Mail.SmtpSecurity, (target, value) => target.Options.Mail.SmtpSecurity = value,
            "How the connection to the mail server is encrypted; auto is tls on port 465, else starttls."),
        new Setting<string?>("email_smtp_user", new TextType("a user name")!,
            target => target.Options.Mail.SmtpUser, (target, value) => target.Options.Mail.SmtpUser = value,
            "The user at the mail server."),
        new Setting<string?>("email_smtp_password", new TextType("a password")!,
            target => target.Options.Mail.SmtpPassword, (target, value) => target.Options.Mail.SmtpPassword = value,
            "The password at the mail server.")
        { IsSecret = true },
        new Setting<string?>("email_from_address", new AddressType()!,
            target => target.Options.Mail.FromAddress, (target, value) => target.Options.Mail.FromAddress = value,
            "The address that e-mail comes from."),
        new Setting<string>("email_from_name", new AnyTextType(),
            target => target.Options.Mail.FromName, (target, value) => target.Options.Mail.FromName = value,
            "The name of the sender of e-mail."),
        new Setting<int>("email_keep_days", new IntegerType(1, RetentionSettings.MostDays),
            target => target.Options.Mail.KeepDays, (target, value) => target.Options.Mail.KeepDays = value,
            "How long is remembered that an e-mail was sent, in days."),
    ];
}
