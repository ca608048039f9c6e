using System.Text;

using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;

namespace TinyBase.Records.Import;

/// <summary>What has become of the lines of an import so far.</summary>
/// <param name="folder">Where what is said of refused lines may be put down; null for the system's folder for temporary files.</param>
internal sealed class ImportReport(string? folder = null) : IAsyncDisposable
{
    private readonly RefusalSpool _refusals = new(folder);

    public long Imported { get; private set; }

    public long Refused { get; private set; }

    /// <summary>Each line up to this one was imported, refused or blank, and none after it was touched.</summary>
    public long Lines { get; private set; }

    /// <summary>Why no refused line is listed; null if nothing failed.</summary>
    public Exception? Failure => _refusals.Failure;

    /// <summary>Why the import ended before the body did; null if it did not.</summary>
    public ImportStop? Stop { get; set; }

    /// <summary>Adds a batch that was written.</summary>
    public async ValueTask Add(ImportBatch batch, CancellationToken cancel)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch[i].Outcome is null) Imported++;
            else Refused++;
        }

        Lines = Math.Max(Lines, batch.LastNumber);
        await _refusals.Add(batch, cancel).ConfigureAwait(false);
    }

    /// <summary>Sends the answer.</summary>
    public async Task Send(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Stop?.Status ?? StatusCodes.Status200OK;
        response.ContentType = "application/json";
        if (Stop is { Status: StatusCodes.Status503ServiceUnavailable }) response.Headers.RetryAfter = "1";
        if (Stop is { EndsConnection: true }) response.Headers.Connection = "close";
        using var json = new JsonBuffer();
        json.Raw("{"u8);
        if (Stop is { } stop)
        {
            json.Raw("\"detail\":"u8);
            json.String(Encoding.UTF8.GetBytes($"{stop.Detail}. Everything up to line {Lines} was dealt with, nothing after it"));
            json.Raw(","u8);
        }

        Number(json, "\"imported\":"u8, Imported);
        Number(json, ",\"refused\":"u8, Refused);
        Number(json, ",\"lines\":"u8, Lines);
        Number(json, ",\"errors_omitted\":"u8, _refusals.Omitted);
        json.Raw(",\"errors\":["u8);
        await response.BodyWriter.WriteAsync(json.Written, context.RequestAborted).ConfigureAwait(false);
        await _refusals.Send(response.BodyWriter, context.RequestAborted).ConfigureAwait(false);
        await response.BodyWriter.WriteAsync("]}"u8.ToArray(), context.RequestAborted).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _refusals.DisposeAsync();

    private static void Number(JsonBuffer json, ReadOnlySpan<byte> name, long value)
    {
        json.Raw(name);
        json.Number(value);
    }
}

/// <summary>Why an import ended before its body did.</summary>
/// <param name="Status">The status of the answer.</param>
/// <param name="Detail">The reason in words, without a full stop.</param>
/// <param name="EndsConnection">Whether what follows on the connection is not known to be a request.</param>
internal sealed record ImportStop(int Status, string Detail, bool EndsConnection = false);
