using System.Collections.Concurrent;

namespace TinyBase.Storage;

/// <summary>
/// Read-only connections. Each is lent for the few microseconds of a read and never held while waiting for the network: an
/// open statement holds the log, and few connections serve many clients.
/// </summary>
internal sealed class ReaderPool(string path, int size) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _free = new(size, size);
    private readonly ConcurrentStack<Connection> _idle = new();

    /// <summary>Lends a connection.</summary>
    /// <exception cref="BusyException">None came free in time.</exception>
    public async ValueTask<Lease> Rent(CancellationToken cancel)
    {
        if (!_free.Wait(0, CancellationToken.None) && !await _free.WaitAsync(Patience, cancel).ConfigureAwait(false))
        {
            throw new BusyException("Too many reads are waiting. Try again in a moment.");
        }

        try
        {
            return new Lease(this, _idle.TryPop(out var connection) ? connection : Open());
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    public void Dispose()
    {
        while (_idle.TryPop(out var connection)) connection.Dispose();
        _free.Dispose();
    }

    private Connection Open()
    {
        var connection = Connection.Open(path, readOnly: true);
        connection.Execute(SqliteDialect.ReaderSetup);
        return connection;
    }

    private void Return(Connection connection)
    {
        connection.EndTransaction();
        _idle.Push(connection);
        _free.Release();
    }

    /// <summary>A lent connection; disposing gives it back.</summary>
    internal readonly struct Lease(ReaderPool pool, Connection connection) : IDisposable
    {
        public Connection Connection => connection;

        public void Dispose() => pool.Return(connection);
    }
}
