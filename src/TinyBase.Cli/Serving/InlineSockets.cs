using System.Globalization;
using System.Net.Sockets;
using System.Reflection;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;

namespace TinyBase.Cli.Serving;

/// <summary>
/// Answers brief operations on the thread that waits for the sockets, instead of handing each request over to the pool: the hand-over
/// costs a read of one record as much as the read itself.
///
/// Such a thread serves many connections, so nothing may wait on it. All requests are received and parsed there, but whatever is not brief then
/// goes to the pool, and so does all that its connection receives or sends while it is answered. A connection of HTTP/1.1 has one request at a
/// time, so one flag for each is enough.
/// </summary>
internal sealed class InlineSockets
{
    /// <summary>Read by the runtime when the process opens its first socket.</summary>
    private const string ThreadCount = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    /// <summary>So many threads more than processors wait for sockets, since a read may have to wait for the disk. With more, creates are fewer.</summary>
    private const int SpareThreads = 1;

    /// <summary>
    /// Whether completions of a socket run on the thread that waits for it. The runtime offers this for the whole process only
    /// (<c>DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS</c>), which would put user code there as well. Null where the runtime has no such
    /// thing, as on Windows; everything goes to the pool then.
    /// </summary>
    private static readonly Action<SafeSocketHandle, bool>? SetInline = typeof(SafeSocketHandle)
        .GetProperty("PreferInlineCompletions", BindingFlags.Instance | BindingFlags.NonPublic, binder: null, typeof(bool), [], modifiers: null)
        ?.SetMethod?.CreateDelegate<Action<SafeSocketHandle, bool>>();

    /// <summary>Whether this runtime can do it. Where it cannot, nothing here has an effect.</summary>
    public static bool IsSupported => SetInline is not null;

    private readonly SafeSocketHandle _socket;
    private bool _isInline;

    private InlineSockets(SafeSocketHandle socket) => _socket = socket;

    /// <summary>Has enough threads wait for sockets. It counts only before the process has opened one.</summary>
    public static void AddThreads()
    {
        if (!IsSupported || Environment.GetEnvironmentVariable(ThreadCount) is not null) return;
        Environment.SetEnvironmentVariable(ThreadCount, (Environment.ProcessorCount + SpareThreads).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Lets connections be served this way, once <see cref="Use"/> says which of their requests are brief.</summary>
    public static void Watch(IConnectionBuilder connections)
    {
        if (!IsSupported) return;
        connections.Use(next => connection =>
        {
            if (connection.Features.Get<IConnectionSocketFeature>() is { } feature)
            {
                connection.Features.Set(new InlineSockets(feature.Socket.SafeHandle));
            }

            return next(connection);
        });
    }

    /// <summary>Decides for each request where it is answered. It must come before everything that may wait.</summary>
    public static void Use(IApplicationBuilder app)
    {
        if (!IsSupported) return;
        app.Use((context, next) =>
        {
            if (context.Features.Get<InlineSockets>() is not { } connection) return next(context);
            var isBrief = context.GetEndpoint()?.Metadata.GetMetadata<Operation>() is { IsBrief: true };
            connection.Set(isBrief);
            return isBrief ? next(context) : OnPool(connection, context, next);
        });
    }

    private static async Task OnPool(InlineSockets connection, HttpContext context, RequestDelegate next)
    {
        if (!Thread.CurrentThread.IsThreadPoolThread) await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await next(context).ConfigureAwait(false);
        // The next request is received there again; what it is, is not known before.
        connection.Set(true);
    }

    private void Set(bool isInline)
    {
        if (_isInline == isInline) return;
        _isInline = isInline;
        SetInline!(_socket, isInline);
    }
}
