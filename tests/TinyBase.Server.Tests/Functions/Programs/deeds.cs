#:package TinyBase.Sdk@1.0.0
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using TinyBase;

return await Function.Run(Do, args);

// What functions do wrong, by accident or on purpose. Each deed is answered with what came of it.
[Function("deeds", Auth = AuthLevel.Public)]
static async Task<object?> Do(FunctionContext ctx, Deed input)
{
    switch (input.Name)
    {
        case "pid": return Environment.ProcessId;
        case "sleep": await Task.Delay(Timeout.Infinite, ctx.Cancel); return null;
        case "wait": await Task.Delay(int.Parse(input.With!), CancellationToken.None); return Environment.ProcessId;
        case "loop": while (true) { }
        case "threads": Start(int.Parse(input.With!)); await Task.Delay(Timeout.Infinite, ctx.Cancel); return null;
        case "thread-priority": Thread.CurrentThread.Priority = ThreadPriority.Highest; Thread.CurrentThread.Priority = ThreadPriority.Normal; return "set";
        case "allocate": return Allocate(static () => new byte[1 << 20]);
        case "allocate-native": return Allocate(Native.Take);
        case "exit": Environment.Exit(int.Parse(input.With!)); return null;
        case "overflow": return Deeper(1);
        case "print": Print(int.Parse(input.With!)); return "printed";
        case "log": ctx.Log.LogInformation("begun"); await Task.Delay(1000, ctx.Cancel); ctx.Log.LogInformation("ended"); return null;
        case "large": return new string('x', int.Parse(input.With!));
        case "long-error": throw new InvalidOperationException(new string('x', 5_000_000));
        case "silent-error": throw new SilentException();
        case "noisy-child": return NoisyChild();
        case "child": return Child();
        case "many": return (await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => Create(ctx.Client, input.With!)))).Length;
        case "keep-client": Kept.Client = ctx.Client; return null;
        case "use-kept-client": return await Attempt(() => Create(Kept.Client!, input.With!));
        case "nest": return await Nest(ctx, int.Parse(input.With!));
        case "promote": return await Attempt(() => Promote(ctx, input.With!));
        case "attack": return Attacks.All(input.Deeds!);
        default: throw new ArgumentException($"There is no deed '{input.Name}'");
    }
}

static string Allocate<T>(Func<T> take)
{
    var all = new List<T>();
    while (true)
    {
        all.Add(take());
        if (all.Count % 32 == 0) Thread.Sleep(20);
    }
}

static void Start(int threads)
{
    for (var i = 0; i < threads; i++) new Thread(static () => Thread.Sleep(Timeout.Infinite), 64 * 1024) { IsBackground = true }.Start();
}

static int Deeper(int depth) => depth + Deeper(depth + 1) % 7;

static void Print(int bytes)
{
    var line = new string('o', 9_999);
    for (var written = 0; written < bytes; written += 20_000)
    {
        Console.WriteLine(line);
        Console.Error.WriteLine(line);
    }
}

// A child that has the streams of its parent: it writes, and reads what there is.
static int NoisyChild()
{
    Console.OpenStandardOutput().Write("native noise\n"u8);
    using var child = Process.Start("sh", ["-c", "echo child noise; cat"])!;
    child.WaitForExit();
    return child.ExitCode;
}

static int Child()
{
    using var child = Process.Start("sleep", ["300"])!;
    return child.Id;
}

static async Task<string> Create(TinyBase.Client.TinyBaseClient client, string collection) =>
    (await client.Collection(collection).CreateAsync(new JsonObject { ["title"] = "made" })).Id.ToString();

// Calls itself through the server, which says how deep is too deep.
static async Task<JsonNode?> Nest(FunctionContext ctx, int level)
{
    using var answer = await Requests.Send(ctx.Client, "POST", "api/functions/deeds", $$"""{"name":"nest","with":"{{level + 1}}"}""");
    var text = await answer.Content.ReadAsStringAsync();
    return (int)answer.StatusCode == 200 ? JsonNode.Parse(text)!["result"]?.DeepClone() : JsonValue.Create($"{level}: {(int)answer.StatusCode}");
}

static async Task<string> Promote(FunctionContext ctx, string token)
{
    using var answer = await Requests.Send(ctx.Client, "GET", "api/admin/functions/calls", token: token);
    return ((int)answer.StatusCode).ToString();
}

static async Task<string> Attempt(Func<Task<string>> deed)
{
    try
    {
        return await deed();
    }
    catch (Exception error)
    {
        return "refused: " + error.Message;
    }
}

record Deed(string Name, string? With = null, string[]? Deeds = null);

sealed class SilentException : Exception
{
    public override string Message => throw new NotSupportedException();
}

static class Kept
{
    public static TinyBase.Client.TinyBaseClient? Client { get; set; }
}

static class Native
{
    public static nint Take()
    {
        var block = Marshal.AllocHGlobal(1 << 20);
        for (var i = 0; i < 1 << 20; i += 4096) Marshal.WriteByte(block, i, 1);
        return block;
    }

    [DllImport("libc", SetLastError = true)]
    public static extern long ptrace(long request, long pid, long address, long data);

    [DllImport("libc", SetLastError = true)]
    public static extern nint process_vm_readv(int pid, Vector[] local, nuint localCount, Vector[] remote, nuint remoteCount, nuint flags);

    [DllImport("libc", SetLastError = true)]
    public static extern int kill(int pid, int signal);

    [DllImport("libc", SetLastError = true)]
    public static extern int prlimit(int pid, int resource, long[]? limits, long[] before);

    [DllImport("libc", SetLastError = true)]
    public static extern int sched_getaffinity(int pid, nint size, long[] mask);

    [DllImport("libc", SetLastError = true)]
    public static extern int sched_setaffinity(int pid, nint size, long[] mask);

    [DllImport("libc", SetLastError = true)]
    public static extern int sched_setscheduler(int pid, int policy, int[] parameters);

    [DllImport("libc", SetLastError = true)]
    public static extern int sched_setparam(int pid, int[] parameters);

    [DllImport("libc", SetLastError = true)]
    public static extern int setpriority(int which, int who, int priority);

    [DllImport("libc", SetLastError = true)]
    public static extern int socket(int family, int type, int protocol);

    [DllImport("libc", SetLastError = true)]
    public static extern int listen(int socket, int backlog);

    [DllImport("libc", SetLastError = true)]
    public static extern int shmget(int key, nint size, int flags);

    [DllImport("libc", SetLastError = true)]
    public static extern int msgget(int key, int flags);

    [DllImport("libc", SetLastError = true)]
    public static extern int semget(int key, int count, int flags);

    [DllImport("libc", SetLastError = true)]
    public static extern int memfd_create(string name, uint flags);

    [DllImport("libc", SetLastError = true)]
    public static extern nint syscall(nint number, nint a, nint b, nint c, nint d);

    public static nint Call(nint onX64, nint onArm64, nint a, nint b, nint c) =>
        syscall(RuntimeInformation.ProcessArchitecture == Architecture.X64 ? onX64 : onArm64, a, b, c, 0);

    public struct Vector
    {
        public nint Start;
        public nint Length;
    }
}

// The client of a call hands requests of any kind to the server: this is what code that is not friendly sends.
static class Requests
{
    public static Task<HttpResponseMessage> Send(TinyBase.Client.TinyBaseClient client, string method, string path, string? json = null, string? token = null)
    {
        var transport = Field(client, "_transport");
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri("http://tinybase/" + path));
        if (json is not null) request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        return ((HttpClient)Field(transport, "_http")).SendAsync(request, CancellationToken.None);
    }

    private static object Field(object of, string name) => of.GetType().GetField(name, Any)!.GetValue(of)!;

    private const System.Reflection.BindingFlags Any =
        System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic;
}

// Each attack is `name=what`.
static class Attacks
{
    public static string[] All(string[] attacks) => [.. attacks.Select(One)];

    private static string One(string attack)
    {
        var (name, what) = attack.Split('=', 2) is [var left, var right] ? (left, right) : (attack, "");
        try
        {
            return name switch
            {
                "read" => "read " + File.ReadAllBytes(what).Length,
                "list" => "listed " + string.Join(' ', Directory.GetFileSystemEntries(what)),
                "write" => Write(what),
                "environ" => "read " + File.ReadAllText($"/proc/{what}/environ").Length,
                "memory" => "read " + Memory(what),
                "descriptors" => "read " + (new FileInfo($"/proc/{what}/fd/0").LinkTarget ?? throw new UnauthorizedAccessException()),
                "trace" => Check(Native.ptrace(16, int.Parse(what), 0, 0)),
                "read-memory-of" => Check(ReadMemoryOf(int.Parse(what))),
                "signal" => Check(Native.kill(int.Parse(what), 0)),
                "connect" => Connect(what),
                "limits" => Check(Native.prlimit(int.Parse(what), 7, null, new long[2])),
                "limit" => Check(Native.prlimit(int.Parse(what), 4, new long[2], new long[2])),
                "processors" => Check(Native.sched_setaffinity(int.Parse(what), 128, Processors())),
                "policy" => Check(Native.sched_setscheduler(int.Parse(what), 3, [0])),
                "parameters" => Check(Native.sched_setparam(int.Parse(what), [0])),
                "priority" => Check(Native.setpriority(0, int.Parse(what), 0)),
                "priority-of-group" => Check(Native.setpriority(1, int.Parse(what), 0)),
                "priority-of-user" => Check(Native.setpriority(2, int.Parse(what), 0)),
                "priority-of-files" => Check(Native.Call(251, 30, 1, int.Parse(what), (2 << 13) | 4)),
                "handle" => Check(Native.Call(434, 434, int.Parse(what), 0, 0)),
                "move-memory" => Check(Native.Call(279, 239, int.Parse(what), 0, 0)),
                "file-in-memory" => Check(Native.memfd_create("x", 0)),
                "shared-memory" => Check(Native.shmget(0, 4096, 0x3b6)),
                "messages" => Check(Native.msgget(0, 0x3b6)),
                "semaphores" => Check(Native.semget(0, 1, 0x3b6)),
                "listen" => Check(Native.listen(Native.socket(int.Parse(what), 1, 0), 1)),
                "socket" => Check(Native.socket(2, int.Parse(what.Split(':')[0]), int.Parse(what.Split(':')[1]))),
                _ => throw new ArgumentException(name),
            };
        }
        catch (Exception error) when (error is not ArgumentException)
        {
            return "refused";
        }
    }

    private static string Write(string path)
    {
        File.AppendAllText(path, "x");
        return "written";
    }

    private static long Start(string pid) => Convert.ToInt64(File.ReadLines($"/proc/{pid}/maps").First().Split('-')[0], 16);

    private static int Memory(string pid)
    {
        using var memory = File.OpenRead($"/proc/{pid}/mem");
        memory.Seek(Start(pid), SeekOrigin.Begin);
        return memory.ReadByte();
    }

    private static long ReadMemoryOf(int pid)
    {
        var block = Marshal.AllocHGlobal(8);
        // The address is one that every program without position independence has; what counts is the permission.
        Native.Vector[] local = [new() { Start = block, Length = 8 }], remote = [new() { Start = 0x400000, Length = 8 }];
        var read = Native.process_vm_readv(pid, local, 1, remote, 1, 0);
        // "Bad address" would mean that it was allowed to look.
        return read < 0 && Marshal.GetLastPInvokeError() == 14 ? 0 : read;
    }

    private static string Check(long result) => result >= 0 ? "done" : throw new InvalidOperationException();

    private static long[] Processors()
    {
        var mask = new long[16];
        Native.sched_getaffinity(0, 128, mask);
        return mask;
    }

    private static string Connect(string path)
    {
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Connect(new System.Net.Sockets.UnixDomainSocketEndPoint(path));
        return "connected";
    }
}
