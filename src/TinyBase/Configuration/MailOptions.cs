namespace TinyBase.Configuration;

/// <summary>How e-mail is sent.</summary>
public sealed class MailOptions
{
    /// <summary>Whether e-mail is sent. Default: false.</summary>
    public bool Enabled { get; set; }

    /// <summary>The mail server; needed where e-mail is sent.</summary>
    public string? SmtpHost { get; set; }

    /// <summary>Its port, 1 to 65,535. Default: 587.</summary>
    public int SmtpPort { get; set; } = 587;

    /// <summary>
    /// How the connection is encrypted: <c>starttls</c>, <c>tls</c> from its beginning, <c>none</c>, or <c>auto</c>: from its beginning on
    /// port 465, else by STARTTLS, which only a server on this machine may lack. Default: <c>auto</c>.
    /// </summary>
    public string SmtpSecurity { get; set; } = "auto";

    /// <summary>The user at the mail server; null for none.</summary>
    public string? SmtpUser { get; set; }

    /// <summary>The password at the mail server; null for none.</summary>
    public string? SmtpPassword { get; set; }

    /// <summary>The address that e-mail comes from; needed where e-mail is sent.</summary>
    public string? FromAddress { get; set; }

    /// <summary>The name of the sender. Default: <c>TinyBase</c>.</summary>
    public string FromName { get; set; } = "TinyBase";

    /// <summary>How long is remembered that an e-mail was sent, in days, 1 to 3,650. Default: 30.</summary>
    public int KeepDays { get; set; } = 30;

    /// <summary>Whether there is all that it takes to send e-mail.</summary>
    internal bool IsComplete => Enabled && !string.IsNullOrEmpty(SmtpHost) && !string.IsNullOrEmpty(FromAddress);
}
