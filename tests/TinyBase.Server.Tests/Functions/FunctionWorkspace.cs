using System.Collections.Concurrent;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

[assembly: AssemblyFixture(typeof(TinyBase.Server.Tests.Functions.FunctionWorkspace))]

namespace TinyBase.Server.Tests.Functions;

/// <summary>
/// A workspace whose functions are built once, as each build takes seconds; tests with settings of their own get copies of it, in which
/// nothing is left to build.
/// </summary>
public sealed class FunctionWorkspace : IAsyncDisposable
{
    private static readonly string[] Programs = ["deeds", "rogue", "builder", .. Failing];

    /// <summary>Those that cannot be served.</summary>
    private static string[] Failing => ["boastful", "thief", "renamed"];

    private readonly ConcurrentBag<string> _copies = [];
    private readonly Lazy<Task<string>> _built = new(Build);

    /// <summary>What the build of <c>builder</c> finds in the workspace and should not reach.</summary>
    public const string Bait = "bait.txt";

    /// <summary>How it stands with a function that cannot be served.</summary>
    public async Task<string> StateOf(string name) => await File.ReadAllTextAsync(Path.Join(await Built(), StateFile(name)));

    /// <summary>The source of a program in <c>Programs/</c>.</summary>
    public static string Source(string name) =>
        File.ReadAllText(Path.Join(AppContext.BaseDirectory, "Functions", "Programs", name + ".cs"));

    /// <summary>The folder in which the functions were built.</summary>
    public Task<string> Built() => _built.Value;

    /// <summary>A server on a copy of the workspace.</summary>
    public async Task<TestServer> Serve(ServerSetup? setup = null) =>
        await TestServer.Start((setup ?? new ServerSetup()) with { Root = await Copy() });

    /// <summary>A copy of the workspace with what was built.</summary>
    public async Task<string> Copy()
    {
        var from = await Built();
        var to = Directory.CreateTempSubdirectory("tinybase-functions-").FullName;
        _copies.Add(to);
        foreach (var folder in new[] { "functions", "feed", ".tinybase/functions/deeds", ".tinybase/functions/rogue" }) CopyFolder(Path.Join(from, folder), Path.Join(to, folder));
        File.Copy(Path.Join(from, "nuget.config"), Path.Join(to, "nuget.config"));
        foreach (var other in Failing.Append("builder")) File.Delete(Path.Join(to, "functions", other + ".cs"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(to, (UnixFileMode)0b111_101_101);
        return to;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var folder in _copies.Where(Directory.Exists)) Directory.Delete(folder, recursive: true);
        if (_built is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) Directory.Delete(await _built.Value, recursive: true);
    }

    private static async Task<string> Build()
    {
        var root = SdkFeed.NewWorkspace();
        var functions = Path.Join(root, "functions");
        foreach (var program in Programs)
        {
            File.WriteAllText(Path.Join(functions, program + ".cs"), Source(program).Replace("{{functions}}", functions, StringComparison.Ordinal));
        }

        File.WriteAllText(Path.Join(root, Bait), "bait");
        // The style of the repository that a workspace lies in; builds cannot read it and need not.
        File.WriteAllText(Path.Join(root, ".editorconfig"), "root = true\n");
        File.WriteAllText(Path.Join(functions, "attack.sh"), Attack(root));
        await using var server = await TestServer.Start(new ServerSetup { Root = root });
        for (var waited = 0; waited < 1200; waited++)
        {
            var states = (await server.Admin.Api.Get("/api/functions/admin/list")).Expect(200).Json.EnumerateArray()
                .ToDictionary(one => one.GetProperty("name").GetString()!, one => one);
            if (Programs.All(name => states[name].GetProperty("state").GetString() is "ready" or "failed"))
            {
                foreach (var name in Programs.Except(Failing))
                {
                    states[name].GetProperty("state").GetString().ShouldBe("ready", states[name].GetRawText());
                }

                foreach (var name in Failing) File.WriteAllText(Path.Join(root, StateFile(name)), states[name].GetRawText());
                return root;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException("The functions of the tests were not built within two minutes.");
    }

    private static string StateFile(string name) => name + ".json";

    private static string Attack(string root) =>
        $$"""
        when=$1
        try() {
          name=$1
          shift
          if "$@" >/dev/null 2>&1; then echo "$when $name: done" >>report.txt; else echo "$when $name: refused" >>report.txt; fi
        }
        server={{Environment.ProcessId}}
        root={{root}}
        try own-file sh -c 'echo x >own.txt && cat own.txt'
        try read-database cat $root/tinybase.db
        try read-key cat $root/tinybase.db.key
        try write-database sh -c "echo x >>$root/tinybase.db"
        try read-bait cat $root/{{Bait}}
        try list-workspace ls $root
        try read-environment cat /proc/$server/environ
        try read-memory sh -c "dd if=/proc/$server/mem bs=1 count=1 skip=4194304"
        try read-descriptors sh -c "readlink /proc/$server/fd/0 | grep ."
        try signal-server kill -0 $server
        try read-function cat $root/functions/deeds.cs
        try write-function sh -c "echo x >>$root/functions/deeds.cs"
        try read-builds ls $root/.tinybase/functions
        try write-packages sh -c "echo x >$root/.tinybase/functions/.packages/deeds/planted"
        try read-shadow cat /etc/shadow
        env | cut -d= -f1 | sort | tr '\n' ' ' | sed "s/^/$when variables: /" >>report.txt
        echo >>report.txt
        exit 0
        """;

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.GetDirectories(from)) CopyFolder(folder, Path.Join(to, Path.GetFileName(folder)));
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Join(to, Path.GetFileName(file)), overwrite: true);
    }
}
