using System.Runtime.InteropServices;
using System.Text;

namespace TinyBase.Storage;

/// <summary>What an operation works with while it runs on the writer.</summary>
internal sealed class WriteSession(Connection connection, IdGenerator ids)
{
    private readonly Dictionary<string, long> _group = new(StringComparer.Ordinal);
    private readonly List<(string Collection, long Delta)> _operation = [];
    private readonly List<Action> _groupCommitted = [];
    private readonly List<Action> _operationCommitted = [];

    /// <summary>The writing connection.</summary>
    public Connection Connection { get; } = connection;

    /// <summary>A new id; ids are in the order of the writes.</summary>
    public NewId NextId() => ids.Next();

    /// <summary>Counts records that the running operation adds to a collection or takes from it.</summary>
    public void Count(string collectionId, long delta) => _operation.Add((collectionId, delta));

    /// <summary>Has something done on the writer after the commit, if what the operation did by now is kept. It must be quick and not fail.</summary>
    public void OnCommit(Action committed) => _operationCommitted.Add(committed);

    /// <summary>Runs a part of the operation that can be undone without the rest.</summary>
    /// <param name="work">What to do. It returns whether it is kept; an exception undoes it too.</param>
    public void Part(Func<bool> work)
    {
        var counted = _operation.Count;
        var announced = _operationCommitted.Count;
        var keep = false;
        Connection.Prepare(SqliteDialect.SavepointPart).Run();
        try
        {
            keep = work();
        }
        finally
        {
            if (!keep)
            {
                _operation.RemoveRange(counted, _operation.Count - counted);
                _operationCommitted.RemoveRange(announced, _operationCommitted.Count - announced);
            }

            // An error such as a full disk has taken the whole transaction with it.
            if (Connection.InTransaction)
            {
                if (!keep) Connection.Prepare(SqliteDialect.UndoPart).Run();
                Connection.Prepare(SqliteDialect.ReleasePart).Run();
            }
        }
    }

    internal void BeginOperation()
    {
        _operation.Clear();
        _operationCommitted.Clear();
    }

    internal void KeepOperation()
    {
        foreach (var (collection, delta) in _operation)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_group, collection, out _) += delta;
        }

        _groupCommitted.AddRange(_operationCommitted);
    }

    internal void BeginGroup()
    {
        _group.Clear();
        _groupCommitted.Clear();
    }

    /// <summary>Does what was to be done after the commit.</summary>
    internal void Announce()
    {
        foreach (var committed in _groupCommitted) committed();
        _groupCommitted.Clear();
    }

    /// <summary>Writes the counters of the whole group, one statement a collection.</summary>
    internal void WriteCounts()
    {
        foreach (var (collection, delta) in _group)
        {
            if (delta == 0) continue;
            var statement = Connection.Prepare(SqliteDialect.AddToCount);
            statement.Bind(1, delta);
            statement.Bind(2, Encoding.UTF8.GetBytes(collection));
            statement.Run();
        }
    }
}
