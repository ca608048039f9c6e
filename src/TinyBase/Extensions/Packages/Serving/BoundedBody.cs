using System.Globalization;

using Microsoft.AspNetCore.Http;

namespace TinyBase.Extensions.Packages.Serving;

/// <summary>The body of a request as an extension reads it: up to a size, and not after the request has been answered.</summary>
internal sealed class BoundedBody(Stream outer, long most, CancellationToken ended) : ForwardStream
{
    private long _read;
    private Task _reading = Task.CompletedTask;

    public override bool CanRead => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ended.ThrowIfCancellationRequested();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ended);
        var reading = outer.ReadAsync(buffer, stop.Token).AsTask();
        _reading = reading;
        await End(reading).ConfigureAwait(false);
        var count = await reading.ConfigureAwait(false);
        if ((_read += count) <= most) return count;
        throw new BadHttpRequestException(
            string.Create(CultureInfo.InvariantCulture, $"Request body exceeds maximum size of {most} bytes"), StatusCodes.Status413PayloadTooLarge);
    }

    /// <summary>Waits for a read that is under way; the token has ended it.</summary>
    public Task WhenQuiet() => _reading.ContinueWith(static _ => { }, TaskScheduler.Default);
}
