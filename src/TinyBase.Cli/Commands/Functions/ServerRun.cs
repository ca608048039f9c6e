using System.Text.Json;

using TinyBase.Cli.Control;
using TinyBase.Configuration;
using TinyBase.Functions.Endpoints;

namespace TinyBase.Cli.Commands.Functions;

/// <summary>Calls a function of the running server.</summary>
internal sealed class ServerRun(FunctionServer server, TinyBaseOptions options, TextWriter output, TextWriter error)
{
    private static readonly TimeSpan BuildPatience = TimeSpan.FromMinutes(3);

    /// <summary>How long the server takes to notice a new file.</summary>
    private static readonly TimeSpan NoticePatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public async Task<int> Run(string name, byte[] payload, CancellationToken cancel)
    {
        if (await Find(name, cancel).ConfigureAwait(false) is not { } function)
        {
            error.WriteError($"The server has no function '{name}'.");
            return ExitCode.Failure;
        }

        foreach (var problem in function.Errors) error.WriteLine(ProblemText.Of(problem, options.Functions.Path));
        if (function.Auth is null)
        {
            error.WriteError($"Function '{name}' cannot be served.");
            return ExitCode.Failure;
        }

        if (function.Errors.Count > 0) error.WriteWarning($"The newest content of '{name}' cannot be served; this is the version before.");
        var (answer, invalid) = await server.Call(name, payload, cancel).ConfigureAwait(false);
        return invalid is { } errors ? Refuse(errors) : await Report(answer!, cancel).ConfigureAwait(false);
    }

    /// <summary>The function, once what is being built is built.</summary>
    private async Task<FunctionAdminView?> Find(string name, CancellationToken cancel)
    {
        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        while (true)
        {
            var found = (await server.List(cancel).ConfigureAwait(false)).FirstOrDefault(function => function.Name == name);
            var patience = found is { State: "building" } ? BuildPatience : found is null && IsInFolder(name) ? NoticePatience : TimeSpan.Zero;
            if (clock.GetElapsedTime(began) >= patience) return found;
            await Task.Delay(Pause, clock, cancel).ConfigureAwait(false);
        }
    }

    private bool IsInFolder(string name) => File.Exists(Path.Join(Path.GetFullPath(options.Functions.Path, options.Root!), name + ".cs"));

    private int Refuse(JsonElement errors)
    {
        error.WriteError("The input does not fit:");
        foreach (var one in errors.EnumerateArray())
        {
            error.WriteLine($"  {string.Join('.', one.GetProperty("loc").EnumerateArray())}: {one.GetProperty("msg").GetString()}");
        }

        return ExitCode.Failure;
    }

    private async Task<int> Report(FunctionCallAnswer answer, CancellationToken cancel)
    {
        var call = await server.Details(answer.CallId, cancel).ConfigureAwait(false);
        foreach (var line in call.Log) error.WriteLine($"{line.Level}: {line.Message}");
        if (answer.Status == "succeeded")
        {
            output.WriteJson(answer.Result);
            return ExitCode.Ok;
        }

        error.WriteError($"{answer.ErrorType}: {answer.ErrorMessage}");
        return ExitCode.Failure;
    }
}
