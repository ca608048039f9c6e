using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using TinyBase.Configuration;
using TinyBase.Storage;

namespace TinyBase.Mail;

/// <summary>
/// Sends what waits in the queue, over one connection at a time. A mail server that does not answer is left alone for a while, longer each
/// time, so that the e-mails behind the one that found out do not use up their attempts.
/// </summary>
internal sealed partial class MailDelivery(
    MailQueue queue, Database database, CurrentSettings settings, TimeProvider clock, ILogger<MailDelivery> logger) : BackgroundService
{
    private const int AtOnce = 50;

    /// <summary>How long nobody looks whether an e-mail is due again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5);

    private TimeSpan _rest = Pause;
    private TimeSpan _notBefore;

    /// <summary>The folder that gets e-mails in debug mode where there is no mail server.</summary>
    public string Folder { get; } = Path.Join(Path.GetDirectoryName(database.Path), ".tinybase", "mail");

    /// <summary>Sends what is due.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await queue.Clean(clock.GetUtcNow().AddDays(-settings.Options.Mail.KeepDays), cancel).ConfigureAwait(false);
        while (queue.IsOn && await queue.Due(AtOnce, cancel).ConfigureAwait(false) is { Count: > 0 } due)
        {
            var options = settings.Options;
            if (!options.Mail.IsComplete)
            {
                foreach (var mail in due) await Show(options, mail, cancel).ConfigureAwait(false);
            }
            else if (clock.GetElapsedTime(0) < _notBefore) return;
            else if (!await Send(options.Mail, due, cancel).ConfigureAwait(false))
            {
                _notBefore = clock.GetElapsedTime(0) + _rest;
                _rest = TimeSpan.FromTicks(Math.Min(_rest.Ticks * 2, LongestRest.Ticks));
                return;
            }
            else _rest = Pause;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                try
                {
                    await RunAsync(stoppingToken).ConfigureAwait(false);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    Log.Broke(logger, error);
                }

                await queue.Wait(Pause, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops; what waits is sent after the next start.
        }
    }

    /// <returns>Whether the mail server is there, so that more can be sent.</returns>
    private async Task<bool> Send(MailOptions options, IReadOnlyList<DueMail> due, CancellationToken cancel)
    {
        using var sender = new SmtpSender(options);
        foreach (var mail in due)
        {
            var failure = mail.Content is { } content
                ? await sender.Send(mail.Recipient, content, cancel).ConfigureAwait(false)
                : new MailFailure("What it says cannot be decrypted: the key beside the database is another one", IsFinal: true, IsOfServer: false);
            if (failure is null)
            {
                await queue.Done(mail).ConfigureAwait(false);
                Log.Sent(logger, mail.Id, mail.Recipient);
                continue;
            }

            var again = await queue.Failed(mail, failure.Reason, failure.IsFinal).ConfigureAwait(false);
            Log.Failed(logger, mail.Id, mail.Recipient, failure.Reason, again ? "it is tried again" : "it is given up");
            if (failure.IsOfServer) return false;
        }

        return true;
    }

    /// <summary>In debug mode without a mail server, developers find their e-mail in the log and in a folder.</summary>
    private async Task Show(TinyBaseOptions options, DueMail mail, CancellationToken cancel)
    {
        if (mail.Content is { } content)
        {
            Directory.CreateDirectory(Folder);
            using var message = SmtpSender.Message(options.Mail, mail.Recipient, content);
            var path = Path.Join(Folder, $"{mail.Id}.eml");
            // Whoever waits for it finds it whole.
            await message.WriteToAsync(path + ".part", cancel).ConfigureAwait(false);
            File.Move(path + ".part", path, overwrite: true);
            Log.Shown(logger, mail.Recipient, content.Subject, path, content.Text);
        }

        await queue.Done(mail).ConfigureAwait(false);
    }

    private static partial class Log
    {
        [LoggerMessage(8101, LogLevel.Information, "E-mail {Id} to {Recipient} was sent")]
        public static partial void Sent(ILogger logger, string id, string recipient);

        [LoggerMessage(8102, LogLevel.Warning, "E-mail {Id} to {Recipient} was not sent: {Reason}; {Next}")]
        public static partial void Failed(ILogger logger, string id, string recipient, string reason, string next);

        [LoggerMessage(8103, LogLevel.Information, "E-mail to {Recipient}, not sent but shown, since this is debug mode without a mail server: {Subject} ({Path})\n{Text}")]
        public static partial void Shown(ILogger logger, string recipient, string subject, string path, string text);

        [LoggerMessage(8104, LogLevel.Error, "E-mail could not be looked after; that is tried again")]
        public static partial void Broke(ILogger logger, Exception error);
    }
}
