using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;
using TinyBase.Hosting.Monitoring;
using TinyBase.Storage;

namespace TinyBase.Telemetry;

/// <summary>
/// Says whether the server can do its work: its system tables are those of this version, which they are once it runs at all, and the
/// writer takes a write. It is asked once a second at most, whoever asks.
/// </summary>
internal sealed class GetReady(Database database, TimeProvider clock) : IEndpoint
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task<string?>? _check;
    private TimeSpan _checkedAt;

    public Operation Operation { get; } = new("GET", "/ready", "system_get_ready", Access.Public) { AnswersHead = true };

    public OperationDescription Description => new("Whether the server can do its work")
    {
        Answers =
        [
            new(200, "It can", Shape.Of<HealthStatus>()),
            new(503, "It cannot: the database takes no writes"),
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var problem = await Current().WaitAsync(context.RequestAborted).ConfigureAwait(false);
        await (problem is null
            ? Answers.Json(context, StatusCodes.Status200OK, new HealthStatus("ready"), WireJson.Wire.HealthStatus)
            : Answers.Busy(context, problem, Patience)).ConfigureAwait(false);
    }

    private Task<string?> Current()
    {
        lock (_gate)
        {
            var now = clock.GetElapsedTime(0);
            if (_check is null || (_check.IsCompleted && now - _checkedAt >= Fresh)) (_check, _checkedAt) = (Check(), now);
            return _check;
        }
    }

    private async Task<string?> Check()
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            return await database.Writer.Run(
                session =>
                {
                    // As it was, which is written to the log all the same: a full disk is found out by nothing less.
                    Migrator.WriteRevision(session.Connection, Migrator.Revision(session.Connection));
                    return Written.Keep<string?>(null);
                },
                cancel: patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return $"The database takes no writes: the one before takes longer than {Patience.TotalSeconds:0} seconds";
        }
        catch (Exception error) when (error is SqliteException or BusyException)
        {
            return $"The database takes no writes: {error.Message}";
        }
    }
}
