using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace TinyBase.Hostile;

/// <summary>What a program can be asked to do. What fails throws.</summary>
internal static class Deeds
{
    public static IReadOnlyDictionary<string, Func<string, string>> All { get; } = new Dictionary<string, Func<string, string>>
    {
        ["read"] = File.ReadAllText,
        ["write"] = path =>
        {
            File.AppendAllText(path, "x");
            return "written";
        },
        ["delete"] = path =>
        {
            File.Move(path, path + ".gone");
            return "gone";
        },
        ["list"] = path => string.Join(' ', Directory.GetFileSystemEntries(path)),
        ["environ"] = pid => File.ReadAllText($"/proc/{pid}/environ"),
        ["memory"] = ReadMemory,
        ["descriptors-of"] = pid => new FileInfo($"/proc/{pid}/fd/0").LinkTarget ?? throw new UnauthorizedAccessException("no target"),
        ["trace"] = pid => Native.Check(Native.Trace(16, Number(pid), 0, 0)), // PTRACE_ATTACH
        ["signal"] = pid => Native.Check(Native.Kill(Number(pid), 0)), // asks whether a signal could be sent
        ["connect"] = path => Connect(new UnixDomainSocketEndPoint(path)),
        ["listen"] = _ => Listen(),
        ["leave-session"] = _ => Native.Check(Native.NewSession()),
        ["leave-group"] = _ => Native.Check(Native.SetGroup(0, 0)),
        ["namespace"] = _ => Native.Check(Native.Unshare(0x10000000)), // CLONE_NEWUSER
        ["become-root"] = _ => Native.Check(Native.SetUser(0)),
        ["descriptors"] = _ => Descriptors(),
        ["variables"] = _ => string.Join(' ', Environment.GetEnvironmentVariables().Keys.Cast<string>().Order(StringComparer.Ordinal)),
        ["status"] = field => File.ReadLines("/proc/self/status").First(line => line.StartsWith(field + ":", StringComparison.Ordinal)).Split('\t', 2)[1],
        ["limits"] = _ => File.ReadAllText("/proc/self/limits"),
        ["get"] = Get,
        ["temp"] = _ => Temporary(),
        ["threads"] = _ => Enumerable.Range(1, 1000).AsParallel().Sum().ToString(CultureInfo.InvariantCulture),
        ["culture"] = name => 1234.5.ToString("N1", CultureInfo.GetCultureInfo(name)),
        ["zone"] = name => TimeZoneInfo.FindSystemTimeZoneById(name).Id,
        ["echo"] = _ => Console.In.ReadToEnd(),
        ["child"] = _ => Child("sleep", "300"),
        ["eat"] = Eat,
        ["wait"] = _ => Wait(),
        ["exit"] = code =>
        {
            Environment.Exit(Number(code));
            return "";
        },
        ["serve"] = Parent.Serve,
    };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string ReadMemory(string pid)
    {
        // The first mapping of a readable page; that file alone is open to all in some systems.
        var start = File.ReadLines($"/proc/{pid}/maps").First().Split('-')[0];
        using var memory = File.OpenRead($"/proc/{pid}/mem");
        memory.Seek(long.Parse(start, NumberStyles.HexNumber, CultureInfo.InvariantCulture), SeekOrigin.Begin);
        return memory.ReadByte().ToString(CultureInfo.InvariantCulture);
    }

    private static string Connect(EndPoint end)
    {
        using var socket = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(end);
        return "connected";
    }

    private static string Listen()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return "listening";
    }

    private static string Get(string address)
    {
        using var client = new HttpClient();
        return client.GetStringAsync(new Uri(address)).GetAwaiter().GetResult();
    }

    private static string Temporary()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "kept");
        var moved = Path.Combine(Directory.CreateTempSubdirectory().FullName, "moved");
        File.Move(file, moved);
        return File.ReadAllText(moved);
    }

    /// <summary>The files that this program has open, as it sees them.</summary>
    private static string Descriptors() => string.Join(
        ' ',
        Directory.GetFileSystemEntries("/proc/self/fd")
            .Select(file => new FileInfo(file).LinkTarget)
            .Where(target => target is not null && target.StartsWith('/') && !target.StartsWith("/proc/", StringComparison.Ordinal))
            .Distinct());

    private static string Child(string program, params string[] arguments)
    {
        using var child = Process.Start(new ProcessStartInfo(program, arguments))!;
        return child.Id.ToString(CultureInfo.InvariantCulture);
    }

    private static string Eat(string megabytes)
    {
        var bytes = GC.AllocateArray<byte>(Number(megabytes) << 20, pinned: true);
        for (var i = 0; i < bytes.Length; i += 4096) bytes[i] = 1;
        Console.WriteLine("\"eaten\"");
        var answer = Wait();
        GC.KeepAlive(bytes);
        return answer;
    }

    private static string Wait()
    {
        Console.Out.Flush();
        Thread.CurrentThread.Join();
        return "";
    }
}
