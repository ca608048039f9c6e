using System.Net;
using System.Net.Http.Headers;
using System.Text;

using TinyBase.Configuration;
using TinyBase.Extensions.Outbox;

namespace TinyBase.Extensions.Webhooks;

/// <summary>Sends events to addresses, signed as the Standard Webhooks specification says.</summary>
internal sealed class WebhookSender(TinyBaseOptions options, TimeProvider clock) : IDisposable
{
    private const int MaxResponse = 2048;
    private static readonly TimeSpan ExcerptTimeout = TimeSpan.FromSeconds(2);

    /// <summary>How long an answer may take; only its headers count.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>Made for the first request, so that a server without webhooks does not even load the library.</summary>
    private HttpClient? _http;

    /// <summary>Sends an event.</summary>
    /// <returns>What came of it; any answer but 2xx is a failure.</returns>
    public async Task<OutboxAttempt> Send(Webhook webhook, OutboxRow row, CancellationToken cancel)
    {
        var started = clock.GetTimestamp();
        using var time = new CancellationTokenSource(webhook.Timeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancel);
        try
        {
            using var request = Request(webhook.Target, row);
            using var response = await Http().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            // From here on it is decided, whatever comes of the body.
            return new OutboxAttempt(row, Problem(response), clock.GetElapsedTime(started))
            {
                ResponseStatus = (int)response.StatusCode,
                ResponseBody = await Excerpt(response.Content, both.Token).ConfigureAwait(false),
                // Whoever says that it is gone for good is not asked again.
                IsFinal = response.StatusCode == HttpStatusCode.Gone,
            };
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new OutboxAttempt(row, $"No answer within {webhook.Timeout.TotalSeconds:0} s", clock.GetElapsedTime(started));
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return new OutboxAttempt(row, (error.InnerException ?? error).Message, clock.GetElapsedTime(started));
        }
    }

    public void Dispose() => _http?.Dispose();

    private HttpClient Http() => LazyInitializer.EnsureInitialized(
        ref _http,
        () => new HttpClient(new WebhookConnections(options).NewHandler()) { Timeout = System.Threading.Timeout.InfiniteTimeSpan });

    private static string? Problem(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        >= 200 and < 300 => null,
        >= 300 and < 400 and var status => $"The answer was {status}; redirects are not followed",
        var status => $"The answer was {status}",
    };

    private HttpRequestMessage Request(WebhookTarget target, OutboxRow row)
    {
        var time = clock.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url)
        {
            Content = new StringContent(row.Payload, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        foreach (var (name, value) in target.Headers) request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("User-Agent", $"TinyBase/{TinyBaseVersion.Current}");
        request.Headers.TryAddWithoutValidation("webhook-id", row.Id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", time.ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSecret.Sign(target.Key, row.Id, time, row.Payload));
        return request;
    }

    /// <summary>The beginning of an answer, as much of it as comes soon; the rest is not waited for.</summary>
    private async Task<string> Excerpt(HttpContent content, CancellationToken cancel)
    {
        var bytes = new byte[MaxResponse];
        var length = 0;
        using var time = new CancellationTokenSource(ExcerptTimeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancel);
        try
        {
            var stream = await content.ReadAsStreamAsync(both.Token).ConfigureAwait(false);
            await using var _ = stream.ConfigureAwait(false);
            while (length < bytes.Length && await stream.ReadAsync(bytes.AsMemory(length), both.Token).ConfigureAwait(false) is > 0 and var read) length += read;
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException)
        {
            // What has come so far will do.
        }

        // What a text column cannot hold, and half a character at the end, become replacement characters.
        return Encoding.UTF8.GetString(bytes, 0, length).Replace('\0', '\uFFFD');
    }
}
