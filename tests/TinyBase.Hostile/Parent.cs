using System.Globalization;
using TinyBase.Functions.Sandboxing;

namespace TinyBase.Hostile;

/// <summary>Stands in for a server that is killed.</summary>
internal static class Parent
{
    /// <summary>Starts this program in the sandbox, where it starts a child and waits; says the numbers of both, and waits.</summary>
    public static string Serve(string temporary)
    {
        var program = typeof(Parent).Assembly.Location;
        var sandbox = Sandbox.Create(Sandbox.Detect(), []);
        using var worker = sandbox.Start(new SandboxedCommand(
            "dotnet",
            [program, "child", "wait"],
            temporary,
            new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["TMPDIR"] = temporary, ["DOTNET_EnableDiagnostics"] = "0" },
            [Path.GetDirectoryName(program)!],
            [temporary],
            SandboxKind.Run));
        using var output = new StreamReader(worker.Output);
        var child = output.ReadLine();
        Console.WriteLine($"[{worker.Id.ToString(CultureInfo.InvariantCulture)},{child}]");
        Thread.CurrentThread.Join();
        return "";
    }
}
