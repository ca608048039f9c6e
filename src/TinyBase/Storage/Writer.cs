using System.Diagnostics;

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace TinyBase.Storage;

/// <summary>
/// The one thread that writes. It takes whatever waits, commits it together with one sync of the log, and only then lets the
/// callers know: what was acknowledged survives a kill and a power cut.
/// </summary>
internal sealed partial class Writer : IDisposable
{
    private const int MaxGroup = 512;

    /// <summary>How many operations may wait; one more is refused.</summary>
    public const int MaxWaiting = 8192;

    private static readonly TimeSpan IdleAfter = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan GatherFor = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    /// <summary>How long an operation waits to be begun; one that has waited for longer is refused.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    private readonly Connection _connection;
    private readonly ReaderPool _readers;
    private readonly WriteSession _session;
    private readonly Checkpoints _checkpoints;
    private readonly WriteBacklog _backlog = new(MaxWaiting);
    private readonly TimeProvider _clock;
    private readonly WriteWaits _waits;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly ITimer _timer;

    public Writer(string path, Connection connection, IdGenerator ids, ReaderPool readers, TimeProvider clock, ILogger logger)
    {
        _connection = connection;
        _readers = readers;
        _session = new WriteSession(connection, ids);
        _checkpoints = new Checkpoints(path, connection, readers, logger);
        _clock = clock;
        _waits = new WriteWaits(clock, logger);
        _logger = logger;
        _thread = new Thread(Loop) { IsBackground = true, Name = "TinyBase writer" };
        _thread.Start();
        // One look for all that wait: a timer for each would cost every write.
        _timer = clock.CreateTimer(static writer => ((Writer)writer!).RefuseOverdue(), this, LookEvery, LookEvery);
    }

    /// <summary>How many writes wait.</summary>
    public int Waiting => _backlog.Count;

    /// <summary>How long the one at the front has waited; zero where none does.</summary>
    public TimeSpan OldestWait => _backlog.Oldest is { } queued ? _clock.GetElapsedTime(queued) : TimeSpan.Zero;

    /// <summary>What the writer is at, where that may take long, as in "a collection is being changed"; null otherwise.</summary>
    public string? Holder => _waits.Holder;

    /// <summary>Is told of each commit, on the writer: how many writes it had and how long it took. Null for nobody.</summary>
    public Action<int, TimeSpan>? Committed { get; set; }

    /// <summary>Queues a write.</summary>
    /// <param name="work">
    /// What to do. It may run again if a neighbour is undone or its failure brings the transaction down, so it changes nothing but the
    /// database. What changes tables themselves runs <paramref name="alone"/>.
    /// </param>
    /// <param name="committed">Runs on the writer after the commit and before the next operation, if the work was kept.</param>
    /// <param name="alone">Whether it needs a transaction of its own.</param>
    /// <param name="purpose">What those are told who wait for it for long, as in "a collection is being changed".</param>
    /// <param name="cancel">Counts only until the writer takes the operation.</param>
    /// <returns>The outcome, once it is on disk.</returns>
    /// <exception cref="BusyException">
    /// Too many writes wait, the server is stopping, or the writer did not come to it within <see cref="MaxWait"/>.
    /// </exception>
    /// <exception cref="SqliteException">The database failed; nothing of this operation was kept.</exception>
    public Task<T> Run<T>(
        Func<WriteSession, Written<T>> work,
        Action<T>? committed = null,
        bool alone = false,
        string? purpose = null,
        CancellationToken cancel = default)
    {
        var operation = new WriteOperation<T>(work, committed) { Alone = alone, Purpose = purpose, QueuedAt = _clock.GetTimestamp() };
        operation.CancelWith(cancel);
        if (!_backlog.TryAdd(operation)) operation.Refuse(new BusyException("Too many writes are waiting. Try again in a moment."));
        return operation.Task;
    }

    /// <summary>Lets nothing more in, finishes what waits, and brings the log into the database file.</summary>
    public void Dispose()
    {
        _backlog.Close();
        _thread.Join();
        _timer.Dispose();
        _checkpoints.Dispose();
        _connection.Dispose();
    }

    private void Loop()
    {
        var group = new List<WriteOperation>(MaxGroup);
        while (true)
        {
            if (_backlog.Wait(group.Count / 2, GatherFor, IdleAfter, out var ended))
            {
                group.Clear();
                _backlog.TakeGroup(group, MaxGroup);
                if (group.Count == 0) continue;
                _waits.Taken(group);
                // After a long one the log is long too, and is brought into the file before the next begins.
                _waits.Hold(group[0].Purpose);
                RunGroup(group, guarded: group[0].Alone, mayRerun: true);
                _checkpoints.AfterGroup();
                _waits.Release();
            }
            else if (ended)
            {
                _waits.Tell();
                _checkpoints.AtEnd();
                return;
            }
            else
            {
                group.Clear();
                _waits.Tell();
                _checkpoints.WhenIdle();
            }
        }
    }

    /// <summary>Refuses what has waited for too long. What the writer has taken is none of it.</summary>
    private void RefuseOverdue()
    {
        var since = _clock.GetTimestamp() - (long)(MaxWait.TotalSeconds * _clock.TimestampFrequency);
        var overdue = _backlog.TakeQueuedBefore(since).Where(operation => operation.TryTake()).ToList();
        if (overdue.Count == 0) return;
        _waits.Refused(overdue.Count);
        var message = $"The write waited {MaxWait.TotalSeconds:0} seconds and was not begun: {_waits.Holder ?? "the writes before it take long"}. Try again later.";
        foreach (var operation in overdue) operation.Fail(new BusyException(message) { RetryAfter = RetryAfter });
    }

    /// <summary>Runs the operations in one transaction and tells each caller the truth about its own.</summary>
    /// <param name="group">The operations.</param>
    /// <param name="guarded">
    /// Whether each runs in a savepoint. Nearly all are kept, or refused before they changed anything, and a savepoint costs a good part
    /// of what a small write costs; so a group is run without at first, and again with them once there is something to be undone.
    /// </param>
    /// <param name="mayRerun">Whether the others are run again if one brings the transaction down.</param>
    private void RunGroup(List<WriteOperation> group, bool guarded, bool mayRerun)
    {
        // Errors are told after the commit, as refusals are: both may rest on a neighbour that is undone.
        var errors = new Exception?[group.Count];
        try
        {
            _session.BeginGroup();
            Step(SqliteDialect.Begin);
            if (!guarded && !group.TrueForAll(TryApply))
            {
                if (_connection.InTransaction) Step(SqliteDialect.Rollback);
                RunGroup(group, guarded: true, mayRerun);
                return;
            }

            if (guarded && !TryApplyGuarded(group, errors, mayRerun)) return;

            _session.WriteCounts();
            _readers.BeginCommit();
            var began = _clock.GetTimestamp();
            Step(SqliteDialect.Commit);
            Committed?.Invoke(group.Count, _clock.GetElapsedTime(began));
        }
        catch (SqliteException error)
        {
            Log.CommitFailed(_logger, error, group.Count);
            // Nothing new shows, but a new snapshot does no harm.
            _readers.CountCommit();
            if (_connection.InTransaction) Step(SqliteDialect.Rollback);
            // Whose data did not fit is not known, so each gets a transaction of its own.
            Rerun(group, error, together: false, mayRerun && group.Count > 1);
            return;
        }

        _readers.CountCommit();
        for (var i = 0; i < group.Count; i++)
        {
            if (errors[i] is null) group[i].Publish();
        }

        _session.Announce();
        for (var i = 0; i < group.Count; i++)
        {
            if (errors[i] is { } error) Fail(group[i], error);
            else group[i].Complete();
        }
    }

    /// <summary>Runs each operation in a savepoint.</summary>
    /// <returns>False if one brought the transaction down; all have been told what became of them then.</returns>
    private bool TryApplyGuarded(List<WriteOperation> group, Exception?[] errors, bool mayRerun)
    {
        for (var i = 0; i < group.Count; i++)
        {
            var error = errors[i] = Apply(group[i]);
            if (error is null || _connection.InTransaction) continue;
            // The error took the whole transaction with it, and the neighbours' changes too.
            Fail(group[i], error);
            group.RemoveAt(i);
            Rerun(group, error, together: true, mayRerun);
            return false;
        }

        return true;
    }

    private void Rerun(List<WriteOperation> group, Exception error, bool together, bool mayRerun)
    {
        if (!mayRerun)
        {
            foreach (var operation in group) operation.Fail(error);
        }
        else if (together)
        {
            if (group.Count > 0) RunGroup(group, guarded: true, mayRerun: false);
        }
        else
        {
            foreach (var operation in group) RunGroup([operation], guarded: true, mayRerun: false);
        }
    }

    private void Fail(WriteOperation operation, Exception error)
    {
        Log.OperationFailed(_logger, error);
        operation.Fail(error);
    }

    /// <summary>Runs one operation without a savepoint.</summary>
    /// <returns>False if it left, or may have left, something that is to be undone.</returns>
    private bool TryApply(WriteOperation operation)
    {
        try
        {
            _session.BeginOperation();
            var before = _connection.Changes;
            if (!operation.Apply(_session)) return _connection.Changes == before;
            _session.KeepOperation();
            return true;
        }
        catch (Exception)
        {
            // It is run again and fails again, or succeeds; there the error is told.
            return false;
        }
    }

    /// <summary>Runs one operation in a savepoint.</summary>
    /// <returns>The error that it ended with, or null.</returns>
    private Exception? Apply(WriteOperation operation)
    {
        try
        {
            _session.BeginOperation();
            Step(SqliteDialect.Savepoint);
            var keep = operation.Apply(_session);
            if (!keep) Step(SqliteDialect.Undo);
            Step(SqliteDialect.Release);
            if (keep) _session.KeepOperation();
            return null;
        }
        catch (Exception error)
        {
            // Code of our own can fail as well; either way the savepoint goes, if the transaction is still there.
            if (_connection.InTransaction)
            {
                Step(SqliteDialect.Undo);
                Step(SqliteDialect.Release);
            }

            return error;
        }
    }

    private void Step(string sql)
    {
        Debug.Assert(Thread.CurrentThread == _thread, "Only the writer's own thread writes.");
        _connection.Prepare(sql).Run();
    }

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Error, "A write failed and was undone")]
        public static partial void OperationFailed(ILogger logger, Exception error);

        [LoggerMessage(2002, LogLevel.Error, "A commit of {Count} writes failed")]
        public static partial void CommitFailed(ILogger logger, Exception error, int count);
    }
}
