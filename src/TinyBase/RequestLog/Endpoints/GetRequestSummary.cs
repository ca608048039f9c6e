using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;
using TinyBase.Storage;
using TinyBase.Telemetry;

namespace TinyBase.RequestLog.Endpoints;

/// <summary>How many requests there were, how they went, and which operations are the slowest.</summary>
internal sealed class GetRequestSummary(RequestCounts counts, MountPoint mountPoint, TimeProvider clock) : IEndpoint
{
    private const int DefaultHours = 24;
    private const int MaxHours = 168;

    /// <summary>How many parts the time is cut into at most.</summary>
    private const int MaxSlots = 24;

    private const int MaxSlowest = 10;

    public Operation Operation { get; } = new("GET", "/api/admin/requests/summary", "admin_get_request_summary", Access.Admin);

    public OperationDescription Description => new("Get how requests went")
    {
        Details = $"All requests are counted, not only those that the request log keeps, by parts of the time ({MaxSlots} or a few less, of five minutes "
            + $"at least; the last one goes on). `slowest` has up to {MaxSlowest} operations. The middle and the 95th percentile are estimated from a "
            + "histogram, which ends at ten seconds. The counts last as long as the request log.",
        Parameters = [ParameterDescription.Query("hours", Schemas.Integer(1, MaxHours, absent: DefaultHours), "How far to look back.")],
        Answers = [new(200, "The requests", Shape.Of<RequestSummaryView>())],
    };

    public Task Handle(HttpContext context, Caller caller)
    {
        var query = new QueryParameters(context.Request.Query);
        var hours = query.Integer("hours", DefaultHours, 1, MaxHours);
        if (query.Errors.Count > 0) return Answers.Unprocessable(context, query.Errors);
        var interval = TimeSpan.FromHours(hours) / MaxSlots;
        if (interval < RequestCountFile.Slot) interval = RequestCountFile.Slot;
        var count = (int)(TimeSpan.FromHours(hours) / interval);
        var until = clock.GetUtcNow();
        var since = RequestCountFile.SlotOf(until) + RequestCountFile.Slot - (count * interval);
        return Answers.Json(
            context, StatusCodes.Status200OK, View(since, until, interval, count, counts.Since(since, interval)), WireJson.Wire.RequestSummaryView);
    }

    private RequestSummaryView View(DateTimeOffset since, DateTimeOffset until, TimeSpan interval, int count, RequestSummary summary)
    {
        var slots = summary.Slots.ToDictionary(slot => slot.Place);
        var all = HistogramReading.OfBuckets(
            [],
            summary.Operations.SelectMany(one => one.Durations.Bounds.Select(bound => (Bound: bound, Count: 0L)).Concat(one.Durations.Buckets))
                .GroupBy(bucket => bucket.Bound, bucket => bucket.Count).Select(bucket => (bucket.Key, bucket.Sum())),
            summary.Operations.Sum(one => one.Durations.Sum));
        var known = mountPoint.Endpoints.ToLookup(endpoint => endpoint.Operation.Id, endpoint => endpoint.Operation, StringComparer.Ordinal);
        return new RequestSummaryView(
            Timestamps.ToText(since),
            Timestamps.ToText(until),
            (long)interval.TotalSeconds,
            summary.Operations.Sum(one => one.Requests),
            summary.Operations.Sum(one => one.ClientErrors),
            summary.Operations.Sum(one => one.ServerErrors),
            Rounded(all.Quantile(0.5)),
            Rounded(all.Quantile(0.95)),
            [.. Enumerable.Range(0, count).Select(place => RequestSlotView.Of(since + (place * interval), slots.GetValueOrDefault(place)))],
            [
                .. summary.Operations.OrderByDescending(one => one.Durations.Quantile(0.95)).ThenByDescending(one => one.Durations.Average)
                    .Take(MaxSlowest).Select(one => OperationSummaryView.Of(one, known[one.Operation].FirstOrDefault())),
            ]);
    }

    internal static double? Rounded(double? value) => value is { } number ? Math.Round(number, 2) : null;
}

/// <summary>How requests went.</summary>
/// <param name="ClientErrors">Those that were answered with 4xx.</param>
/// <param name="ServerErrors">Those that were answered with 5xx.</param>
/// <param name="P50Ms">What half of them did not exceed, in milliseconds; null where there was none.</param>
/// <param name="P95Ms">Likewise, but 95 of a hundred.</param>
/// <param name="Slots">The parts of the time, the oldest first.</param>
/// <param name="Slowest">The operations whose requests took longest, the slowest first.</param>
internal sealed record RequestSummaryView(
    string Since,
    string Until,
    long IntervalSeconds,
    long Requests,
    long ClientErrors,
    long ServerErrors,
    double? P50Ms,
    double? P95Ms,
    IReadOnlyList<RequestSlotView> Slots,
    IReadOnlyList<OperationSummaryView> Slowest);

/// <summary>The requests in a part of the time.</summary>
internal sealed record RequestSlotView(string Start, long Requests, long ClientErrors, long ServerErrors)
{
    public static RequestSlotView Of(DateTimeOffset start, RequestSlot? slot) =>
        new(Timestamps.ToText(start), slot?.Requests ?? 0, slot?.ClientErrors ?? 0, slot?.ServerErrors ?? 0);
}

/// <summary>The requests of an operation.</summary>
/// <param name="Operation">Its id; <c>none</c> for paths that there are not.</param>
/// <param name="Method">Its method; null where it is none of this version.</param>
/// <param name="Path">Its path; null likewise.</param>
internal sealed record OperationSummaryView(
    string Operation, string? Method, string? Path, long Requests, long ClientErrors, long ServerErrors, double? AvgMs, double? P95Ms)
{
    public static OperationSummaryView Of(OperationSummary summary, Operation? known) => new(
        summary.Operation,
        known?.Method,
        known?.Pattern,
        summary.Requests,
        summary.ClientErrors,
        summary.ServerErrors,
        GetRequestSummary.Rounded(summary.Durations.Average),
        GetRequestSummary.Rounded(summary.Durations.Quantile(0.95)));
}
