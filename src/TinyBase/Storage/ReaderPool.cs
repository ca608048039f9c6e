using System.Diagnostics.CodeAnalysis;

namespace TinyBase.Storage;

/// <summary>
/// Read-only connections. Each is lent for the few microseconds of a read and never held while waiting for the network: an
/// open statement holds the log, and few connections serve many clients. Lending takes no lock while there are enough.
/// </summary>
internal sealed class ReaderPool(string path, int size) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Connection?[] _idle = new Connection?[size];
    private readonly SemaphoreSlim _returned = new(0);
    private int _opened;
    private int _waiting;

    /// <summary>Lends a connection.</summary>
    /// <exception cref="BusyException">None came free in time.</exception>
    public ValueTask<Lease> Rent(CancellationToken cancel) =>
        TryTake(out var connection) || TryOpen(out connection) ? new(new Lease(this, connection)) : Wait(cancel);

    public void Dispose()
    {
        while (TryTake(out var connection)) connection.Dispose();
        _returned.Dispose();
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
                if (TryTake(out var connection)) return new Lease(this, connection);
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

    private void Return(Connection connection)
    {
        connection.EndTransaction();
        var start = Environment.CurrentManagedThreadId;
        // There are as many places as connections, so one of them is free.
        for (var i = 0; Interlocked.CompareExchange(ref _idle[(start + i) % size], connection, null) is not null; i++)
        {
        }

        if (Volatile.Read(ref _waiting) > 0) _returned.Release();
    }

    /// <summary>A lent connection; disposing gives it back.</summary>
    internal readonly struct Lease(ReaderPool pool, Connection connection) : IDisposable
    {
        public Connection Connection => connection;

        public void Dispose() => pool.Return(connection);
    }
}
