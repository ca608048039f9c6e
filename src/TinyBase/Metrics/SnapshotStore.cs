using Dapper;

using TinyBase.Storage;

namespace TinyBase.Metrics;

/// <summary>Metrics as they were at times.</summary>
internal sealed class SnapshotStore(Database database, TimeProvider clock)
{
    /// <summary>How many are kept, of all kinds together.</summary>
    private const int Kept = 1000;

    /// <summary>How many records each collection has, from the counters.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CollectionSizes(CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return lease.Connection.Ado
            .Query<(string Name, long Records)>(
                "SELECT c.name, n.records FROM _collection c JOIN _collection_count n ON n.collection_id = c.id ORDER BY c.name")
            .ToDictionary(row => row.Name, row => row.Records, StringComparer.Ordinal);
    }

    /// <summary>Keeps metrics of a kind as they are now, and forgets the oldest of all.</summary>
    public Task Add(string kind, string json, CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            var connection = session.Connection.Ado;
            connection.Execute(
                "INSERT INTO _metrics (id, kind, data, collected_at) VALUES (@id, @kind, @json, @now)",
                new { id = session.NextId().Id.ToString(), kind, json, now = Timestamps.ToText(clock.GetUtcNow()) });
            connection.Execute(
                "DELETE FROM _metrics WHERE id <= (SELECT id FROM _metrics ORDER BY id DESC LIMIT 1 OFFSET @Kept)", new { Kept });
            return Written.Keep(true);
        },
        cancel: cancel);
}
