using System.Diagnostics;

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace TinyBase.Storage;

/// <summary>
/// The one thread that writes. It takes whatever waits, runs each operation in a savepoint, commits them together with one
/// sync of the log, and only then lets the callers know: what was acknowledged survives a kill and a power cut.
/// </summary>
internal sealed partial class Writer : IDisposable
{
    private const int MaxGroup = 512;
    private const int MaxWaiting = 8192;
    private static readonly TimeSpan IdleAfter = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan GatherFor = TimeSpan.FromMicroseconds(800);

    private readonly Connection _connection;
    private readonly ReaderPool _readers;
    private readonly WriteSession _session;
    private readonly Checkpoints _checkpoints;
    private readonly WriteBacklog _backlog = new(MaxWaiting);
    private readonly ILogger _logger;
    private readonly Thread _thread;

    public Writer(Connection connection, IdGenerator ids, ReaderPool readers, ILogger logger)
    {
        _connection = connection;
        _readers = readers;
        _session = new WriteSession(connection, ids);
        _checkpoints = new Checkpoints(connection, readers, logger);
        _logger = logger;
        _thread = new Thread(Loop) { IsBackground = true, Name = "TinyBase writer" };
        _thread.Start();
    }

    /// <summary>Queues a write.</summary>
    /// <param name="work">
    /// What to do, in a savepoint. It may run again if a neighbour's failure brings the transaction down, so it changes nothing
    /// but the database.
    /// </param>
    /// <param name="committed">Runs on the writer after the commit and before the next operation, if the work was kept.</param>
    /// <param name="alone">Whether it needs a transaction of its own.</param>
    /// <param name="cancel">Counts only until the writer takes the operation.</param>
    /// <returns>The outcome, once it is on disk.</returns>
    /// <exception cref="BusyException">Too many writes wait, or the server is stopping.</exception>
    /// <exception cref="SqliteException">The database failed; nothing of this operation was kept.</exception>
    public async Task<T> Run<T>(
        Func<WriteSession, Written<T>> work, Action<T>? committed = null, bool alone = false, CancellationToken cancel = default)
    {
        var operation = new WriteOperation<T>(work, committed) { Alone = alone };
        cancel.ThrowIfCancellationRequested();
        if (!_backlog.TryAdd(operation)) throw new BusyException("Too many writes are waiting. Try again in a moment.");
        await using var _ = cancel.UnsafeRegister(static state => ((WriteOperation)state!).Cancel(), operation).ConfigureAwait(false);
        return await operation.Task.ConfigureAwait(false);
    }

    /// <summary>Lets nothing more in, finishes what waits, and brings the log into the database file.</summary>
    public void Dispose()
    {
        _backlog.Close();
        _thread.Join();
        _connection.Dispose();
    }

    private void Loop()
    {
        var group = new List<WriteOperation>(MaxGroup);
        while (true)
        {
            if (_backlog.Wait(IdleAfter, out var ended))
            {
                _backlog.Gather(group.Count * 7 / 8, GatherFor);
                group.Clear();
                _backlog.TakeGroup(group, MaxGroup);
                if (group.Count == 0) continue;
                RunGroup(group, mayRerun: true);
                _checkpoints.AfterGroup();
            }
            else if (ended)
            {
                _checkpoints.AtEnd();
                return;
            }
            else
            {
                group.Clear();
                _checkpoints.WhenIdle();
            }
        }
    }

    /// <summary>Runs the operations in one transaction and tells each caller the truth about its own.</summary>
    private void RunGroup(List<WriteOperation> group, bool mayRerun)
    {
        // Errors are told after the commit, as refusals are: both may rest on a neighbour that is undone.
        var errors = new Exception?[group.Count];
        try
        {
            _session.BeginGroup();
            Step(SqliteDialect.Begin);
            for (var i = 0; i < group.Count; i++)
            {
                var error = errors[i] = Apply(group[i]);
                if (error is null || _connection.InTransaction) continue;
                // The error took the whole transaction with it, and the neighbours' changes too.
                Fail(group[i], error);
                group.RemoveAt(i);
                Rerun(group, error, together: true, mayRerun);
                return;
            }

            _session.WriteCounts();
            _readers.BeginCommit();
            Step(SqliteDialect.Commit);
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

        for (var i = 0; i < group.Count; i++)
        {
            if (errors[i] is { } error) Fail(group[i], error);
            else group[i].Complete();
        }
    }

    private void Rerun(List<WriteOperation> group, Exception error, bool together, bool mayRerun)
    {
        if (!mayRerun)
        {
            foreach (var operation in group) operation.Fail(error);
        }
        else if (together)
        {
            if (group.Count > 0) RunGroup(group, mayRerun: false);
        }
        else
        {
            foreach (var operation in group) RunGroup([operation], mayRerun: false);
        }
    }

    private void Fail(WriteOperation operation, Exception error)
    {
        Log.OperationFailed(_logger, error);
        operation.Fail(error);
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
