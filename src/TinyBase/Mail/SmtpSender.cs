using System.Net;
using System.Net.Sockets;

using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

using MimeKit;

using TinyBase.Configuration;

namespace TinyBase.Mail;

/// <summary>Why an e-mail was not taken by the mail server.</summary>
/// <param name="Reason">One line, without passwords.</param>
/// <param name="IsFinal">Whether trying again is no use.</param>
/// <param name="IsOfServer">Whether no other e-mail would be taken either.</param>
internal sealed record MailFailure(string Reason, bool IsFinal, bool IsOfServer);

/// <summary>One connection to a mail server, for one e-mail or several.</summary>
internal sealed class SmtpSender(MailOptions options) : IDisposable
{
    private const int TimeoutMilliseconds = 30_000;

    private readonly SmtpClient _client = new() { Timeout = TimeoutMilliseconds };

    /// <summary>Sends an e-mail.</summary>
    /// <returns>Null if the mail server has taken it.</returns>
    public async Task<MailFailure?> Send(string recipient, RenderedMail mail, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(TimeoutMilliseconds);
        try
        {
            using var message = Message(options, recipient, mail);
            if (!_client.IsConnected) await Connect(patience.Token).ConfigureAwait(false);
            await _client.SendAsync(message, patience.Token).ConfigureAwait(false);
            return null;
        }
        catch (SmtpCommandException error)
        {
            var isOfRecipient = error.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted;
            // 5yz: what the server will never take (RFC 5321, section 4.2.1).
            return new MailFailure($"{(int)error.StatusCode} {OneLine(error.Message)}", isOfRecipient && (int)error.StatusCode >= 500, !isOfRecipient);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new MailFailure($"The mail server did not answer within {TimeoutMilliseconds / 1000} seconds", IsFinal: false, IsOfServer: true);
        }
        catch (Exception error) when (error is ProtocolException or AuthenticationException or SslHandshakeException
            or SocketException or IOException or NotSupportedException or InvalidOperationException or TimeoutException)
        {
            return new MailFailure(OneLine(error.Message), IsFinal: false, IsOfServer: true);
        }
    }

    /// <summary>An e-mail as it goes over the wire (RFC 5322).</summary>
    public static MimeMessage Message(MailOptions options, string recipient, RenderedMail mail)
    {
        var message = new MimeMessage();
        message.From.Add(new MailboxAddress(options.FromName, options.FromAddress ?? "tinybase@localhost"));
        message.To.Add(new MailboxAddress(null, recipient));
        message.Subject = mail.Subject;
        message.Body = new BodyBuilder { TextBody = mail.Text, HtmlBody = mail.Html }.ToMessageBody();
        return message;
    }

    public void Dispose() => _client.Dispose();

    private async Task Connect(CancellationToken cancel)
    {
        await _client.ConnectAsync(options.SmtpHost!, options.SmtpPort, Security(options), cancel).ConfigureAwait(false);
        if (string.IsNullOrEmpty(options.SmtpUser)) return;
        await _client.AuthenticateAsync(new NetworkCredential(options.SmtpUser, options.SmtpPassword), cancel).ConfigureAwait(false);
    }

    private static SecureSocketOptions Security(MailOptions options) => options.SmtpSecurity switch
    {
        "tls" => SecureSocketOptions.SslOnConnect,
        "starttls" => SecureSocketOptions.StartTls,
        "none" => SecureSocketOptions.None,
        _ when options.SmtpPort == 465 => SecureSocketOptions.SslOnConnect,
        _ when options.SmtpHost is "localhost" or "127.0.0.1" or "::1" => SecureSocketOptions.StartTlsWhenAvailable,
        _ => SecureSocketOptions.StartTls,
    };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
