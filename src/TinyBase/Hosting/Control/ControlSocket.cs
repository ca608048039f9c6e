using System.Buffers.Text;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

using TinyBase.Storage;

namespace TinyBase.Hosting.Control;

/// <summary>
/// The socket in the file system over which the operator's commands reach a running server. Who connects is nobody in particular;
/// a secret that only the owner of the database can read makes them the operator, and counts on this socket alone.
/// </summary>
internal sealed partial class ControlSocket(Database database, ILogger<ControlSocket> logger) : IDisposable
{
    private const int SecretBytes = 32;

    private readonly string _filePath = ControlFile.PathOf(database.Path);
    private string? _path;
    private byte[] _secret = [];

    /// <summary>The socket, bound but not listening yet; null until it is opened.</summary>
    public Socket? Bound { get; private set; }

    /// <summary>
    /// Binds the socket and writes the file that leads to it. What an earlier process left is removed: it runs no more, since the
    /// lock of the database is held by this one.
    /// </summary>
    /// <returns>The path to listen on; null where no socket can be made, which the log says.</returns>
    public string? Open()
    {
        if (ControlFile.Read(_filePath) is { } stale) ControlSocketPath.Remove(stale.Socket);
        File.Delete(_filePath);
        if (Bind() is not { } path) return null;
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        _secret = Encoding.ASCII.GetBytes(secret);
        _path = path;
        new ControlFile
        {
            Version = TinyBaseVersion.Current,
            Pid = Environment.ProcessId,
            Socket = path,
            Secret = secret,
        }.Write(_filePath);
        return path;
    }

    /// <summary>Whether a request came over this socket with the secret as its token.</summary>
    public bool Admits(HttpContext context, string token) =>
        _path is not null
        && context.Features.Get<IConnectionSocketFeature>()?.Socket.LocalEndPoint is UnixDomainSocketEndPoint local
        && local.ToString() == _path
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), _secret);

    public void Dispose()
    {
        if (_path is null) return;
        File.Delete(_filePath);
        Bound?.Dispose();
        ControlSocketPath.Remove(_path);
    }

    private string? Bind()
    {
        if (!Socket.OSSupportsUnixDomainSockets) return null;
        foreach (var path in ControlSocketPath.For(database.Path))
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                File.Delete(path);
                socket.Bind(new UnixDomainSocketEndPoint(path));
                // Before it listens, so that nobody else ever gets a connection.
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                Bound = socket;
                return path;
            }
            catch (Exception error) when (error is SocketException or IOException or UnauthorizedAccessException)
            {
                // Some file systems, such as those that a container shares with its host, hold no sockets.
                socket.Dispose();
                Log.NotBound(logger, path, error.Message);
            }
        }

        Log.NotOpened(logger);
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Debug, "The control socket cannot be at {Path}: {Reason}")]
        public static partial void NotBound(ILogger logger, string path, string reason);

        [LoggerMessage(5002, LogLevel.Warning, "There is no place for the control socket: commands work only while the server is stopped")]
        public static partial void NotOpened(ILogger logger);
    }
}
