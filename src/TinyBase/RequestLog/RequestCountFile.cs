using Dapper;

using Microsoft.Data.Sqlite;

using TinyBase.Telemetry;

namespace TinyBase.RequestLog;

/// <summary>
/// How many requests there were, in the file of the request log: a row for each operation and five minutes, and one for each bound of the
/// histogram that was met. There are no more of them than operations, whatever the load.
/// </summary>
internal sealed class RequestCountFile(RequestFile file)
{
    private const int SlotSeconds = 300;

    private static readonly double[] Bounds = [.. Instruments.Durations.Select(bound => bound * 1000)];

    /// <summary>Times are kept to this.</summary>
    public static TimeSpan Slot { get; } = TimeSpan.FromSeconds(SlotSeconds);

    /// <summary>The beginning of the slot that a time is in.</summary>
    public static DateTimeOffset SlotOf(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds() / SlotSeconds * SlotSeconds);

    /// <summary>Adds what was counted by a time.</summary>
    public void Add(DateTimeOffset time, IReadOnlyList<RequestCount> counts)
    {
        var slot = SlotOf(time).ToUnixTimeSeconds();
        using var connection = file.OpenToWrite();
        using var transaction = connection.BeginTransaction();
        connection.Execute(
            """
            INSERT INTO request_count (slot, operation, requests, client_errors, server_errors, total_ms)
            VALUES (@slot, @Operation, @Requests, @ClientErrors, @ServerErrors, @TotalMs)
            ON CONFLICT (slot, operation) DO UPDATE SET
              requests = requests + excluded.requests, client_errors = client_errors + excluded.client_errors,
              server_errors = server_errors + excluded.server_errors, total_ms = total_ms + excluded.total_ms
            """,
            counts.Select(count => new { slot, count.Operation, count.Requests, count.ClientErrors, count.ServerErrors, count.TotalMs }),
            transaction);
        connection.Execute(
            """
            INSERT INTO request_duration (slot, operation, bound_ms, requests) VALUES (@slot, @Operation, @BoundMs, @Requests)
            ON CONFLICT (slot, operation, bound_ms) DO UPDATE SET requests = requests + excluded.requests
            """,
            counts.SelectMany(count => count.Durations, (count, bucket) => new { slot, count.Operation, bucket.BoundMs, bucket.Requests }),
            transaction);
        transaction.Commit();
    }

    /// <summary>What was counted from one time to another, in parts of some length.</summary>
    public RequestSummary Read(DateTimeOffset since, DateTimeOffset until, TimeSpan interval)
    {
        using var connection = file.OpenToRead();
        if (connection is null) return RequestSummary.Empty;
        var span = new { since = since.ToUnixTimeSeconds(), until = until.ToUnixTimeSeconds(), interval = (long)interval.TotalSeconds };
        var slots = connection.Query<RequestSlot>(
            """
            SELECT (slot - @since) / @interval AS Place, sum(requests) AS Requests, sum(client_errors) AS ClientErrors, sum(server_errors) AS ServerErrors
            FROM request_count WHERE slot >= @since AND slot <= @until GROUP BY 1 ORDER BY 1
            """,
            span);
        return new RequestSummary(slots.AsList(), Operations(connection, span));
    }

    private static List<OperationSummary> Operations(SqliteConnection connection, object span)
    {
        var durations = connection
            .Query<(string Operation, double BoundMs, long Requests)>(
                """
                SELECT operation, bound_ms, sum(requests) FROM request_duration
                WHERE slot >= @since AND slot <= @until GROUP BY operation, bound_ms
                """,
                span)
            .ToLookup(row => row.Operation, row => (row.BoundMs, row.Requests), StringComparer.Ordinal);
        return
        [
            .. connection
                .Query<(string Operation, long Requests, long ClientErrors, long ServerErrors, double TotalMs)>(
                    """
                    SELECT operation, sum(requests), sum(client_errors), sum(server_errors), sum(total_ms) FROM request_count
                    WHERE slot >= @since AND slot <= @until GROUP BY operation
                    """,
                    span)
                .Select(row => new OperationSummary(
                    row.Operation, row.Requests, row.ClientErrors, row.ServerErrors, HistogramReading.OfBuckets(Bounds, durations[row.Operation], row.TotalMs))),
        ];
    }
}
