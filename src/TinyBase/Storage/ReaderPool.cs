using System.Diagnostics.CodeAnalysis;

namespace TinyBase.Storage;

/// <summary>
/// Read-only connections. Each is lent for the few microseconds of a read and never held while waiting for the network: an
/// open statement holds the log, and few connections serve many clients. Lending takes no lock while there are enough.
///
/// A connection keeps its snapshot from loan to loan for as long as nothing is committed, since taking one costs more than a
/// usual read: locks on the log that all threads share. The writer counts commits here before it tells anybody of them, so
/// whoever has an answer reads what it speaks of.
/// </summary>
internal sealed class ReaderPool(string path, int size) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How many may wait for a place for long reads.</summary>
    public const int MaxWaitingForPlaces = 256;

    /// <summary>A snapshot does not get older, in milliseconds: what other programs write to the file is not counted here.</summary>
    private const long MaxSnapshotAge = 1000;

    private readonly Connection?[] _idle = new Connection?[size];
    private readonly SemaphoreSlim _returned = new(0);
    private readonly SemaphoreSlim _longPlaces = new(Math.Max(1, size / 2));
    private volatile bool _releasing;
    private volatile bool _committing;
    private long _commits;
    private int _opened;
    private int _waiting;
    private int _waitingForPlaces;

    /// <summary>
    /// Says that a commit begins. Until it is counted, every loan takes a new snapshot: the commit shows before it can be counted, and
    /// whoever has read of it on one connection must not miss it on the next.
    /// </summary>
    public void BeginCommit() => _committing = true;

    /// <summary>Says that there is a commit that kept snapshots do not show.</summary>
    public void CountCommit()
    {
        Interlocked.Increment(ref _commits);
        _committing = false;
    }

    /// <summary>Ends every snapshot as soon as its connection is not lent, until <see cref="KeepSnapshots"/>: they hold the log.</summary>
    public void ReleaseSnapshots()
    {
        _releasing = true;
        EndIdleSnapshots();
    }

    /// <summary>Lets connections keep their snapshots again.</summary>
    public void KeepSnapshots() => _releasing = false;

    /// <summary>Lends a connection with a snapshot of the newest commit.</summary>
    /// <exception cref="BusyException">None came free in time.</exception>
    public ValueTask<Lease> Rent(CancellationToken cancel) =>
        TryTake(out var connection) || TryOpen(out connection) ? new(Lend(connection)) : Wait(cancel);

    /// <summary>
    /// Takes one of the places for reads that take long. There are half as many as connections: the others are left to the reads that
    /// everybody waits for, as that of a session is with each request.
    /// </summary>
    /// <returns>Gives the place back when it is disposed.</returns>
    /// <exception cref="BusyException">Too many wait, or none came free in time.</exception>
    public async Task<IDisposable> TakeLongPlace(CancellationToken cancel)
    {
        try
        {
            if (Interlocked.Increment(ref _waitingForPlaces) <= MaxWaitingForPlaces && await _longPlaces.WaitAsync(Patience, cancel).ConfigureAwait(false))
            {
                return new LongPlace(_longPlaces);
            }

            throw new BusyException("Too many long lists are being read. Try again in a moment, or ask for a list that an index helps with.");
        }
        finally
        {
            Interlocked.Decrement(ref _waitingForPlaces);
        }
    }

    public void Dispose()
    {
        while (TryTake(out var connection)) connection.Dispose();
        _returned.Dispose();
        _longPlaces.Dispose();
    }

    /// <summary>Takes an idle connection, first of all the one that this thread gave back last.</summary>
    private bool TryTake([NotNullWhen(true)] out Connection? connection)
    {
        var start = Environment.CurrentManagedThreadId;
        for (var i = 0; i < size; i++)
        {
            ref var place = ref _idle[(start + i) % size];
            connection = Volatile.Read(ref place) is null ? null : Interlocked.Exchange(ref place, null);
            if (connection is not null) return true;
        }

        connection = null;
        return false;
    }

    private bool TryOpen([NotNullWhen(true)] out Connection? connection)
    {
        connection = null;
        if (Volatile.Read(ref _opened) >= size) return false;
        if (Interlocked.Increment(ref _opened) > size)
        {
            Interlocked.Decrement(ref _opened);
            return false;
        }

        try
        {
            connection = Connection.Open(path, readOnly: true);
            connection.Execute(SqliteDialect.ReaderSetup);
            return true;
        }
        catch
        {
            connection?.Dispose();
            Interlocked.Decrement(ref _opened);
            throw;
        }
    }

    private async ValueTask<Lease> Wait(CancellationToken cancel)
    {
        // Announced before looking again, as a connection is put back before looking for who waits: one of both sees the other.
        Interlocked.Increment(ref _waiting);
        try
        {
            while (true)
            {
                if (TryTake(out var connection)) return Lend(connection);
                if (!await _returned.WaitAsync(Patience, cancel).ConfigureAwait(false))
                {
                    throw new BusyException("Too many reads are waiting. Try again in a moment.");
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private Lease Lend(Connection connection)
    {
        // In this order: a commit that has ended by the first look is counted by the second.
        var committing = _committing;
        var newest = Volatile.Read(ref _commits);
        if (committing
            || connection.Snapshot != newest
            || Environment.TickCount64 - connection.SnapshotTime > MaxSnapshotAge
            || !connection.InTransaction)
        {
            try
            {
                connection.BeginSnapshot(newest);
            }
            catch
            {
                Return(connection);
                throw;
            }
        }

        return new Lease(this, connection);
    }

    private void EndIdleSnapshots()
    {
        for (var i = 0; i < size; i++)
        {
            if (Interlocked.Exchange(ref _idle[i], null) is not { } connection) continue;
            connection.EndTransaction();
            PutBack(connection);
        }
    }

    private void Return(Connection connection)
    {
        var ended = _releasing;
        if (ended) connection.EndTransaction();
        PutBack(connection);
        // Begun just now, it may have passed by this connection.
        if (_releasing && !ended) EndIdleSnapshots();
    }

    private void PutBack(Connection connection)
    {
        var start = Environment.CurrentManagedThreadId;
        // There are as many places as connections, so one of them is free.
        for (var i = 0; Interlocked.CompareExchange(ref _idle[(start + i) % size], connection, null) is not null; i++)
        {
        }

        if (Volatile.Read(ref _waiting) > 0) _returned.Release();
    }

    private sealed class LongPlace(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }

    /// <summary>A lent connection; disposing gives it back.</summary>
    internal readonly struct Lease(ReaderPool pool, Connection connection) : IDisposable
    {
        public Connection Connection => connection;

        public void Dispose() => pool.Return(connection);
    }
}
