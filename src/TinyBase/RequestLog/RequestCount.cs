using TinyBase.Telemetry;

namespace TinyBase.RequestLog;

/// <summary>How many requests an operation had in some time, and how they went.</summary>
internal sealed record RequestCount
{
    /// <summary>The id of the operation.</summary>
    public required string Operation { get; init; }

    public required long Requests { get; init; }

    /// <summary>Those that were answered with 4xx.</summary>
    public required long ClientErrors { get; init; }

    /// <summary>Those that were answered with 5xx.</summary>
    public required long ServerErrors { get; init; }

    public required double TotalMs { get; init; }

    /// <summary>How many took up to a time, in milliseconds, and longer than the one before it.</summary>
    public required IReadOnlyList<(double BoundMs, long Requests)> Durations { get; init; }

    /// <summary>Adds up what was measured of an operation, by status.</summary>
    public static RequestCount Of(string operation, IEnumerable<(string Status, HistogramReading Reading)> measured)
    {
        var all = measured.ToList();
        long With(char status) => all.Where(one => one.Status[0] == status).Sum(one => one.Reading.Count);
        return new RequestCount
        {
            Operation = operation,
            Requests = all.Sum(one => one.Reading.Count),
            ClientErrors = With('4'),
            ServerErrors = With('5'),
            TotalMs = all.Sum(one => one.Reading.Sum) * 1000,
            Durations =
            [
                .. all.SelectMany(one => one.Reading.Buckets).GroupBy(bucket => bucket.Bound * 1000, bucket => bucket.Count)
                    .Select(bucket => (bucket.Key, bucket.Sum())),
            ],
        };
    }
}
