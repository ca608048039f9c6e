using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace TinyBase.Server.Tests.Mail;

/// <summary>A mail server on the loopback address that keeps what it is given (RFC 5321; RFC 3207, RFC 4954 as far as asked for).</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _messages = new();
    private readonly ConcurrentQueue<string> _commands = new();
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    public SmtpServer(int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _work = Accept();
    }

    public int Port { get; }

    /// <summary>Whether STARTTLS is offered, with a certificate that nobody vouches for.</summary>
    public bool OffersTls { get; init; }

    /// <summary>The user and password that it takes; null for anybody.</summary>
    public (string User, string Password)? Account { get; init; }

    /// <summary>An address that it takes no mail for.</summary>
    public string? Refused { get; init; }

    /// <summary>The messages with their headers.</summary>
    public IReadOnlyCollection<string> Messages => _messages;

    /// <summary>The lines that clients sent, other than messages.</summary>
    public IReadOnlyCollection<string> Commands => _commands;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _work;
        _stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                try
                {
                    await Serve(client.GetStream());
                }
                catch (Exception error) when (error is IOException or System.Security.Authentication.AuthenticationException)
                {
                    // The client went.
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Serve(Stream stream)
    {
        var (reader, writer) = Over(stream);
        await writer.WriteLineAsync("220 test");
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            _commands.Enqueue(line);
            switch (line.Split(' ')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await writer.WriteLineAsync("250-test");
                    if (OffersTls) await writer.WriteLineAsync("250-STARTTLS");
                    await writer.WriteLineAsync("250 AUTH PLAIN");
                    break;
                case "STARTTLS":
                    await writer.WriteLineAsync("220 go");
                    using (var certificate = NewCertificate())
                    {
                        var tls = new SslStream(stream);
                        await tls.AuthenticateAsServerAsync(certificate);
                        (reader, writer) = Over(tls);
                    }

                    break;
                case "AUTH":
                    await writer.WriteLineAsync(IsRight(line) ? "235 welcome" : "535 wrong credentials");
                    break;
                case "RCPT" when Refused is not null && line.Contains(Refused):
                    await writer.WriteLineAsync("550 no such mailbox");
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    _messages.Enqueue(await ReadMessage(reader));
                    await writer.WriteLineAsync("250 taken");
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                default:
                    await writer.WriteLineAsync("250 ok");
                    break;
            }
        }
    }

    private static (StreamReader Reader, StreamWriter Writer) Over(Stream stream) =>
        (new StreamReader(stream, Encoding.UTF8), new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\r\n" });

    private static async Task<string> ReadMessage(StreamReader reader)
    {
        var message = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".") message.Append(line).Append('\n');
        return message.ToString();
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
    }

    private bool IsRight(string line) =>
        Account is not { } account
        || line.Split(' ')[^1] == Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{account.User}\0{account.Password}"));
}
