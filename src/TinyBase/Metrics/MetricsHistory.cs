using System.Text.Json;

using Dapper;

using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Metrics;

/// <summary>Metrics as they were at times.</summary>
internal sealed class MetricsHistory(Database database)
{
    /// <summary>How many are kept.</summary>
    public const int Kept = 1000;

    /// <summary>Those since a time, the oldest first.</summary>
    public async Task<IReadOnlyList<MetricsSnapshot>> Since(DateTimeOffset time, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return
        [
            .. lease.Connection.Ado
                .Query<string>("SELECT data FROM _metrics WHERE collected_at >= @since ORDER BY collected_at", new { since = Timestamps.ToText(time) })
                .Select(data => JsonSerializer.Deserialize(data, WireJson.Wire.MetricsSnapshot)!),
        ];
    }

    /// <summary>Keeps metrics and forgets the oldest.</summary>
    public Task Add(MetricsSnapshot snapshot, CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            var connection = session.Connection;
            connection.Change(
                "INSERT INTO _metrics (id, data, collected_at) VALUES (?1, ?2, ?3)",
                session.NextId().Id.ToString(),
                JsonSerializer.Serialize(snapshot, WireJson.Wire.MetricsSnapshot),
                snapshot.CollectedAt);
            connection.Change($"DELETE FROM _metrics WHERE id <= (SELECT id FROM _metrics ORDER BY id DESC LIMIT 1 OFFSET {Kept})");
            return Written.Keep(true);
        },
        cancel: cancel);
}
