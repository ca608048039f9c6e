using System.Collections;
using System.Globalization;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TinyBase.Hosting;

/// <summary>
/// The line that each request leaves in the log, as in <c>GET /health 200 0.1 ms [0HN1]</c>. Made by hand, since the formatting of a
/// generated message was a fortieth of all that the read of a record takes.
/// </summary>
internal readonly struct RequestLine : IReadOnlyList<KeyValuePair<string, object?>>
{
    private static readonly EventId Event = new(1001, "Answered");

    private readonly string _method;
    private readonly string _path;
    private readonly int _status;
    private readonly double _milliseconds;
    private readonly string _requestId;

    private RequestLine(HttpContext context, int status, TimeSpan duration)
    {
        _method = context.Request.Method;
        _path = context.Request.PathBase.Value + context.Request.Path.Value;
        _status = status;
        _milliseconds = duration.TotalMilliseconds;
        _requestId = context.TraceIdentifier;
    }

    /// <summary>How many values a structured log gets.</summary>
    public int Count => 6;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("Method", _method),
        1 => new("Path", _path),
        2 => new("Status", _status),
        3 => new("Milliseconds", _milliseconds),
        4 => new("RequestId", _requestId),
        5 => new("{OriginalFormat}", "{Method} {Path} {Status} {Milliseconds:0.0} ms [{RequestId}]"),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    /// <summary>Logs a request that was answered.</summary>
    public static void Log(ILogger logger, HttpContext context, int status, TimeSpan duration) =>
        logger.Log(LogLevel.Information, Event, new RequestLine(context, status, duration), null, static (line, _) => line.ToString());

    public override string ToString()
    {
        // Whole numbers are written faster than fractions.
        var tenths = (long)Math.Round(_milliseconds * 10, MidpointRounding.AwayFromZero);
        return string.Create(CultureInfo.InvariantCulture, $"{_method} {_path} {_status} {tenths / 10}.{tenths % 10} ms [{_requestId}]");
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
