using System.Globalization;

using Microsoft.Data.Sqlite;

using SQLitePCL;

using TinyBase.Storage;

namespace TinyBase.Collections.DryRuns;

/// <summary>What a dry run came to.</summary>
/// <param name="View">What the change would do; null if it was refused before its records were looked at.</param>
/// <param name="Refusal">Why it was refused; null if there is no such collection.</param>
internal readonly record struct DryRunOutcome(DryRunView? View, string? Refusal = null);

/// <summary>
/// Says what a change of a collection would do. It looks at one snapshot on a connection of its own, so that neither the writer nor
/// other readers wait for it; what it has to put down goes to temporary files. One runs at a time.
/// </summary>
internal sealed class SchemaDryRun(Database database, TimeProvider clock) : IDisposable
{
    /// <summary>How long one may take, and how long it waits for the one before.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Looks at a change.</summary>
    /// <param name="name">The collection.</param>
    /// <param name="wanted">What it is to be.</param>
    /// <param name="cancel">Ends it when nobody wants to know any more.</param>
    public async Task<DryRunOutcome> Run(string name, CollectionChange wanted, CancellationToken cancel)
    {
        if (!await _turn.WaitAsync(MaxTime, cancel).ConfigureAwait(false))
        {
            throw new BusyException("Another dry run is under way. Try again later.") { RetryAfter = MaxTime };
        }

        using var time = new CancellationTokenSource(MaxTime, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancel);
        try
        {
            return Look(name, wanted, stop.Token);
        }
        catch (Exception error) when (IsStopped(error, stop.Token))
        {
            cancel.ThrowIfCancellationRequested();
            return new DryRunOutcome(null, string.Create(
                CultureInfo.InvariantCulture, $"The dry run was given up after {MaxTime.TotalSeconds} seconds; nothing was changed"));
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static bool IsStopped(Exception error, CancellationToken stop) =>
        stop.IsCancellationRequested && error is OperationCanceledException or SqliteException { SqliteErrorCode: raw.SQLITE_INTERRUPT };

    private DryRunOutcome Look(string name, CollectionChange wanted, CancellationToken stop)
    {
        using var connection = Connection.Open(database.Path, readOnly: true);
        connection.Execute(SqliteDialect.SurveySetup);
        using var watch = connection.StopWhen(stop);
        connection.BeginSnapshot(commit: 0);
        // From the snapshot, not from the catalogue, so that definition and table are of one version.
        if (CollectionCatalog.Load(connection, name) is not { } current) return default;
        var change = SchemaChange.Plan(connection, current, wanted);
        return change.Refusal is { } refusal
            ? new DryRunOutcome(null, refusal)
            : new DryRunOutcome(new SchemaSurvey(connection, name, change, stop).Run());
    }
}
