using System.Text.Json;

using Dapper;

using Microsoft.Extensions.Logging;

using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Mail;

/// <summary>An e-mail in the queue, without what it says.</summary>
internal sealed record QueuedMail
{
    public const string Queued = "queued";
    public const string Sent = "sent";
    public const string Failed = "failed";

    public required string Id { get; init; }

    public required string Template { get; init; }

    public required string Recipient { get; init; }

    public required string Status { get; init; }

    public required int Attempts { get; init; }

    public required string CreatedAt { get; init; }

    public string? NextAttemptAt { get; init; }

    public string? FinishedAt { get; init; }

    public string? LastError { get; init; }
}

/// <summary>An e-mail that is due, with what it says; null if that cannot be decrypted.</summary>
internal sealed record DueMail(string Id, string Recipient, int Attempts, RenderedMail? Content);

/// <summary>
/// E-mails that wait to be sent. They are in the database before whatever they are about is answered, and stay until the mail server has
/// taken them or too many attempts have failed. What they say is encrypted, since it has links with secrets in it.
/// </summary>
internal sealed partial class MailQueue(
    Database database, SecretKey key, CurrentSettings settings, TimeProvider clock, ILogger<MailQueue> logger) : IDisposable
{
    /// <summary>How many e-mails wait at most.</summary>
    private const int MaxQueued = 10_000;

    private const int MaxError = 500;

    private const string Columns =
        """
        id AS Id, template AS Template, recipient AS Recipient, status AS Status, attempts AS Attempts, created_at AS CreatedAt,
        next_attempt_at AS NextAttemptAt, finished_at AS FinishedAt, last_error AS LastError
        """;

    /// <summary>How long to wait after each failed attempt; after the last one the e-mail is given up, two days after the first.</summary>
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1),
        .. Enumerable.Repeat(TimeSpan.FromHours(4), 12),
    ];

    private readonly SemaphoreSlim _added = new(0, 1);

    /// <summary>Whether e-mail goes anywhere: to a server, or in debug mode to the log and a folder.</summary>
    public bool IsOn => settings.Options.Mail.IsComplete || settings.Options.Debug;

    /// <summary>Adds an e-mail as part of a write; <see cref="Wake"/> is to be called once that is committed.</summary>
    /// <param name="session">The write.</param>
    /// <param name="template">Which e-mail it is.</param>
    /// <param name="recipient">The address.</param>
    /// <param name="link">The link in it; null for none.</param>
    public bool Add(WriteSession session, string template, string recipient, string? link)
    {
        var connection = session.Connection.Ado;
        if (connection.ExecuteScalar<int>("SELECT count(*) FROM _mail WHERE status = 'queued'") >= MaxQueued)
        {
            Log.Full(logger, MaxQueued);
            return false;
        }

        var made = session.NextId();
        var id = made.Id.ToString();
        var mail = MailTemplates.Find(session.Connection, template).Render(Values(recipient, link));
        var now = Timestamps.ToText(made.Time);
        connection.Execute(
            """
            INSERT INTO _mail (id, template, recipient, status, attempts, created_at, next_attempt_at, content)
            VALUES (@id, @template, @recipient, 'queued', 0, @now, @now, @content)
            """,
            new { id, template, recipient, now, content = key.Encrypt(id, JsonSerializer.Serialize(mail, WireJson.Wire.RenderedMail)) });
        return true;
    }

    /// <summary>What is filled in where.</summary>
    public IReadOnlyDictionary<string, string> Values(string recipient, string? link) => new Dictionary<string, string>
    {
        ["instance_name"] = settings.Options.Instance.Name,
        ["email"] = recipient,
        ["link"] = link ?? string.Empty,
        ["hours"] = "1",
    };

    /// <summary>Says that an e-mail was added.</summary>
    public void Wake()
    {
        try
        {
            _added.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody has said so already.
        }
    }

    /// <summary>Waits until an e-mail was added, or for a time.</summary>
    public Task Wait(TimeSpan most, CancellationToken cancel) => _added.WaitAsync(most, cancel);

    /// <summary>E-mails, the newest first, and how many there are.</summary>
    public async Task<(IReadOnlyList<QueuedMail> Mails, long Total)> List(string? status, PageRange range, CancellationToken cancel)
    {
        const string where = "WHERE @status IS NULL OR status = @status";
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var connection = lease.Connection.Ado;
        var mails = connection.Query<QueuedMail>(
            $"SELECT {Columns} FROM _mail {where} ORDER BY id DESC LIMIT @Limit OFFSET @Offset", new { status, range.Limit, range.Offset }).AsList();
        return (mails, connection.ExecuteScalar<long>($"SELECT count(*) FROM _mail {where}", new { status }));
    }

    /// <summary>Some of the e-mails that are due.</summary>
    public async Task<IReadOnlyList<DueMail>> Due(int most, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var rows = lease.Connection.Prepare(
            """
            SELECT id, recipient, attempts, content FROM _mail
            WHERE status = 'queued' AND next_attempt_at <= ?1 ORDER BY next_attempt_at LIMIT ?2
            """);
        rows.Bind(1, Timestamps.ToText(clock.GetUtcNow()));
        rows.Bind(2, most);
        return rows.All(row => new DueMail(
            row.Text(0),
            row.Text(1),
            (int)row.Integer(2),
            key.Decrypt(row.Text(0), row.Text(3)) is { } content ? JsonSerializer.Deserialize(content, WireJson.Wire.RenderedMail) : null));
    }

    /// <summary>Keeps that an e-mail was sent.</summary>
    public Task Done(DueMail mail) => Finish(mail.Id, QueuedMail.Sent, error: null);

    /// <summary>Keeps that an attempt failed.</summary>
    /// <param name="mail">The e-mail.</param>
    /// <param name="error">Why.</param>
    /// <param name="isFinal">Whether trying again is no use.</param>
    /// <returns>Whether it is tried again.</returns>
    public async Task<bool> Failed(DueMail mail, string error, bool isFinal)
    {
        error = error.Length > MaxError ? error[..MaxError] : error;
        if (isFinal || mail.Attempts >= Pauses.Length)
        {
            await Finish(mail.Id, QueuedMail.Failed, error).ConfigureAwait(false);
            return false;
        }

        var next = Timestamps.ToText(clock.GetUtcNow() + Pauses[mail.Attempts]);
        await database.Writer.Run(session => Written.Keep(session.Connection.Change(
            "UPDATE _mail SET attempts = attempts + 1, next_attempt_at = ?2, last_error = ?3 WHERE id = ?1", mail.Id, next, error)))
            .ConfigureAwait(false);
        return true;
    }

    /// <summary>Forgets e-mails that are done with since a time.</summary>
    public Task Clean(DateTimeOffset before, CancellationToken cancel) => database.Writer.Run(
        session => Written.Keep(session.Connection.Change("DELETE FROM _mail WHERE status <> 'queued' AND id < ?1", IdGenerator.LeastAt(before))),
        cancel: cancel);

    public void Dispose() => _added.Dispose();

    /// <summary>What an e-mail said goes with it: there is a secret in it.</summary>
    private Task<int> Finish(string id, string status, string? error) => database.Writer.Run(session => Written.Keep(session.Connection.Change(
        """
        UPDATE _mail SET status = ?2, attempts = attempts + 1, next_attempt_at = NULL, finished_at = ?3, last_error = ?4, content = NULL
        WHERE id = ?1
        """,
        id,
        status,
        Timestamps.ToText(clock.GetUtcNow()),
        error)));

    private static partial class Log
    {
        [LoggerMessage(8001, LogLevel.Error, "{Count} e-mails wait to be sent already; one more was not taken")]
        public static partial void Full(ILogger logger, int count);
    }
}
