using System.Text.RegularExpressions;

using MimeKit;

using TinyBase.Configuration;
using TinyBase.Server.Tests.Hosting;

namespace TinyBase.Server.Tests.Mail;

/// <summary>Servers that send e-mail, and the links in it.</summary>
internal static partial class MailServers
{
    public const string PublicUrl = "https://app.example.com";

    /// <summary>Has a server send its e-mail to a port of this machine.</summary>
    public static void SendTo(this TinyBaseOptions options, int port)
    {
        options.Instance.PublicUrl = PublicUrl;
        (options.Mail.Enabled, options.Mail.SmtpHost, options.Mail.SmtpPort) = (true, "127.0.0.1", port);
        options.Mail.FromAddress = "noreply@example.com";
    }

    /// <summary>Waits for a number of messages, and reads the last one.</summary>
    public static async Task<MimeMessage> Message(this SmtpServer smtp, int count = 1)
    {
        await Eventually.Becomes(() => smtp.Messages.Count, count);
        using var bytes = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(smtp.Messages.Last()));
        return await MimeMessage.LoadAsync(bytes);
    }

    /// <summary>The secret in the link of a message.</summary>
    public static string Token(this MimeMessage message) => Link().Match(message.TextBody!).Groups[1].Value;

    [GeneratedRegex("https://\\S+#(\\S+)")]
    private static partial Regex Link();
}
