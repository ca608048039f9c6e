using System.CommandLine;
using System.Text;
using System.Text.Json;

using TinyBase.Cli.Control;
using TinyBase.Cli.Workspaces;
using TinyBase.Configuration;

namespace TinyBase.Cli.Commands.Functions;

/// <summary><c>tinybase functions run</c>: calls a function, in the server if it runs and otherwise in a process of its own.</summary>
internal sealed class FunctionsRunCommand : WorkspaceCommand, IHasExamples
{
    private readonly Argument<string> _name = new("name") { Description = "The function." };

    private readonly Argument<string> _payload = new("payload")
    {
        Description = "The input, a JSON object; - reads it from the standard input, @file from a file.",
        DefaultValueFactory = _ => "{}",
    };

    public FunctionsRunCommand()
        : base("run", "Call a function with the rights of an admin: through the server if it runs, else in a process of its own. The result goes to the standard output, log lines to the error output.")
    {
        _name.CompletionSources.Add(_ => LocalFunctions.Names());
        Arguments.Add(_name);
        Arguments.Add(_payload);
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "tinybase functions run add_prices '{\"x\": 1, \"y\": 2}'",
        "tinybase functions run add_prices @input.json",
        "echo '{\"x\": 1, \"y\": 2}' | tinybase functions run add_prices - | jq .sum",
    ];

    protected override async Task<int> Run(Workspace workspace, TinyBaseOptions options, ParseResult given, CancellationToken cancel)
    {
        var (output, error) = (given.InvocationConfiguration.Output, given.InvocationConfiguration.Error);
        if (await ReadPayload(given.GetValue(_payload)!, options.Functions.MaxPayloadBytes, error, cancel).ConfigureAwait(false) is not { } payload)
        {
            return ExitCode.Usage;
        }

        var name = given.GetValue(_name)!;
        using var server = await Administration.FindServer(options, cancel).ConfigureAwait(false);
        return server is null
            ? await new LocalRun(options, output, error).Run(name, payload, cancel).ConfigureAwait(false)
            : await new ServerRun(server.Functions, options, output, error).Run(name, payload, cancel).ConfigureAwait(false);
    }

    /// <summary>The input in UTF-8; null if it is none, which the error output is told.</summary>
    private static async Task<byte[]?> ReadPayload(string given, int maxBytes, TextWriter error, CancellationToken cancel)
    {
        try
        {
            var bytes = given switch
            {
                "-" => await ReadInput(maxBytes, cancel).ConfigureAwait(false),
                ['@', .. var path] => await File.ReadAllBytesAsync(path, cancel).ConfigureAwait(false),
                _ => Encoding.UTF8.GetBytes(given),
            };
            using var document = JsonDocument.Parse(bytes.AsMemory(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0));
            if (document.RootElement.ValueKind == JsonValueKind.Object) return Encoding.UTF8.GetBytes(document.RootElement.GetRawText());
            error.WriteError("The payload must be a JSON object, such as '{\"x\": 1}'.");
        }
        catch (JsonException problem)
        {
            error.WriteError($"The payload is no JSON: {problem.Message}");
        }
        catch (IOException problem)
        {
            error.WriteError($"The payload cannot be read: {problem.Message}");
        }

        return null;
    }

    private static async Task<byte[]> ReadInput(int maxBytes, CancellationToken cancel)
    {
        using var input = Console.OpenStandardInput();
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await input.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0)
        {
            read.Write(buffer, 0, count);
            if (read.Length > maxBytes) throw new IOException($"it is larger than {maxBytes} bytes.");
        }

        return read.ToArray();
    }
}
