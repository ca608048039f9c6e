using System.Text;
using System.Text.Json;

using TinyBase.Sdk.Binding;
using TinyBase.Sdk.Calls;

namespace TinyBase.Sdk.Alone;

/// <summary>Calls a function once from the command line, without a server.</summary>
internal static class SingleRun
{
    private const string AloneId = "alone";

    /// <summary>As deep as results are written.</summary>
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = FunctionJson.Output.Encoder };

    public static async Task<int> RunAsync(FunctionBinding binding, string[] args)
    {
        if (args.Length > 1 || args is [['-', _, ..]])
        {
            await Console.Error.WriteLineAsync(
                "Give the input as one argument, such as '{\"x\": 1}'; - reads it from the standard input. --metadata describes the function.").ConfigureAwait(false);
            return 1;
        }

        var result = Console.Out;
        // The standard output has the result and nothing else, so that another program can read it.
        Console.SetOut(Console.Error);
        var input = args is ["-"] ? await Console.In.ReadToEndAsync().ConfigureAwait(false) : args.FirstOrDefault("{}");
        using var cancel = new CancellationTokenSource();
        using var timeUp = new CancellationTokenSource(TimeLimit(binding.Metadata), TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel.Token, timeUp.Token);
        Console.CancelKeyPress += (_, pressed) => CancelOnce(pressed, cancel);
        var context = NewContext(binding.Metadata.Name, either.Token, timeUp.Token);
        return Report(await binding.Invoke(context, Encoding.UTF8.GetBytes(input), services: null, either.Token).ConfigureAwait(false), result);
    }

    private static TimeSpan TimeLimit(FunctionMetadata function) =>
        function.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan;

    // The second time ends the program at once.
    private static void CancelOnce(ConsoleCancelEventArgs pressed, CancellationTokenSource cancel)
    {
        pressed.Cancel = !cancel.IsCancellationRequested;
        cancel.Cancel();
    }

    private static FunctionContext NewContext(string name, CancellationToken cancel, CancellationToken timeUp) => new(
        new CallDetails { Name = name, CallId = AloneId, RequestId = AloneId },
        new CallServices
        {
            Log = new ConsoleLog(Console.Error),
            Config = new FunctionConfig(Environment.GetEnvironmentVariables()),
            Connect = EnvironmentConnection.Open,
            Time = TimeProvider.System,
            Cancel = cancel,
            TimeUp = timeUp,
        });

    private static int Report(FunctionOutcome outcome, TextWriter result)
    {
        switch (outcome)
        {
            case FunctionOutcome.Succeeded succeeded:
                result.WriteLine(Indent(succeeded.Json));
                return 0;
            case FunctionOutcome.Invalid invalid:
                Console.Error.WriteLine("The input does not fit:");
                foreach (var error in JsonElement.Parse(invalid.Errors.Span).EnumerateArray())
                {
                    Console.Error.WriteLine($"  {string.Join('.', error.GetProperty("loc").EnumerateArray())}: {error.GetProperty("msg").GetString()}");
                }

                return 1;
            case FunctionOutcome.Failed failed:
                Console.Error.WriteLine(failed.Stack ?? $"{failed.ErrorType}: {failed.ErrorMessage}");
                return 1;
            default:
                throw new InvalidOperationException($"There is no outcome {outcome}");
        }
    }

    private static string Indent(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, Deep);
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, Indented)) document.RootElement.WriteTo(writer);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
