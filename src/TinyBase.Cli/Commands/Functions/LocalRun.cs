using TinyBase.Cli.Workspaces;
using TinyBase.Configuration;
using TinyBase.Functions.Building;
using TinyBase.Functions.Sandboxing;

namespace TinyBase.Cli.Commands.Functions;

/// <summary>Calls a function in a process of its own, with no server and in the same sandbox.</summary>
internal sealed class LocalRun(TinyBaseOptions options, TextWriter output, TextWriter error)
{
    /// <summary>What leads the client of a function to a server, for one that runs alone.</summary>
    private static readonly string[] ClientVariables = ["TINYBASE_API_URL", "TINYBASE_API_TOKEN"];

    public async Task<int> Run(string name, byte[] payload, CancellationToken cancel)
    {
        using var functions = LocalFunctions.Open(options);
        if (functions.Find([name], error) is not [var function]) return ExitCode.Failure;
        var result = await functions.Build(function, cancel).ConfigureAwait(false);
        foreach (var problem in result.Problems) error.WriteLine(ProblemText.Of(problem, functions.Shown));
        if (result.Build is not { } build) return ExitCode.Failure;
        var home = functions.Cache.NewHome();
        try
        {
            using var process = functions.Sandbox.Start(Command(functions, build, home));
            await using var kill = cancel.UnsafeRegister(static state => ((SandboxedProcess)state!).Kill(), process).ConfigureAwait(false);
            var answer = Copy(process.Output, output);
            var log = Copy(process.Error, error);
            await Give(process.Input, payload).ConfigureAwait(false);
            await Task.WhenAll(answer, log).ConfigureAwait(false);
            return await process.Exited.ConfigureAwait(false) == 0 ? ExitCode.Ok : ExitCode.Failure;
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private SandboxedCommand Command(LocalFunctions functions, FunctionBuild build, string home)
    {
        var environment = FunctionEnvironment.ToRun(functions.DotNet, home, options.Functions.WorkerMemoryMegabytes);
        foreach (var variable in ClientVariables)
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value) environment[variable] = value;
        }

        return new SandboxedCommand(
            functions.DotNet.Host,
            [build.Program, "-"],
            home,
            environment,
            [functions.DotNet.Root, Path.GetDirectoryName(build.Program)!],
            [home],
            SandboxKind.Run);
    }

    private static async Task Give(Stream input, byte[] payload)
    {
        try
        {
            await input.WriteAsync(payload).ConfigureAwait(false);
            input.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code says how.
        }
    }

    private static async Task Copy(Stream from, TextWriter to)
    {
        using var reader = new StreamReader(from);
        var buffer = new char[4096];
        int count;
        while ((count = await reader.ReadAsync(buffer).ConfigureAwait(false)) > 0) await to.WriteAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
        await to.FlushAsync().ConfigureAwait(false);
    }
}
