using System.Text.Json;

using TinyBase.Sdk.Binding;
using TinyBase.Sdk.Frames;

namespace TinyBase.Functions.Workers;

/// <summary>Reads how a call ended. What goes into answers is JSON, whatever the program meant to send.</summary>
internal static class ResultFrame
{
    /// <summary>How many arrays and objects of a result may lie in each other.</summary>
    public const int MaxDepth = 256;

    private const int LongestType = 200;
    private const int LongestMessage = 10_000;
    private const int LongestStack = 50_000;

    private static readonly JsonReaderOptions Deep = new() { MaxDepth = MaxDepth };

    /// <exception cref="FrameException">It is not what it should be.</exception>
    public static FunctionOutcome Read(ReadOnlyMemory<byte> payload, int maxBytes)
    {
        if (payload.IsEmpty) throw new FrameException("A result has no status");
        var rest = payload[1..];
        switch ((ResultStatus)payload.Span[0])
        {
            case ResultStatus.Succeeded:
                if (rest.Length > maxBytes) return WorkerEnd.TooLarge(maxBytes);
                Check(rest.Span);
                return new FunctionOutcome.Succeeded(rest.ToArray());
            case ResultStatus.Failed:
                var failure = FrameCodec.Read<FailureMessage>(rest.Span);
                return new FunctionOutcome.Failed(
                    Cut(failure.ErrorType, LongestType), Cut(failure.ErrorMessage, LongestMessage), failure.Stack is { } stack ? Cut(stack, LongestStack) : null);
            case ResultStatus.InvalidInput:
                if (rest.Length > maxBytes) return WorkerEnd.TooLarge(maxBytes);
                if (Check(rest.Span) != JsonTokenType.StartArray) throw new FrameException("The errors of an input are no list");
                return new FunctionOutcome.Invalid(rest.ToArray());
            default:
                throw new FrameException($"There is no result of status {payload.Span[0]}");
        }
    }

    /// <summary>They are kept with the call and told to the caller.</summary>
    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most] + "…";

    private static JsonTokenType Check(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, Deep);
            reader.Read();
            var first = reader.TokenType;
            while (reader.Read())
            {
                // Only whether it can be read counts.
            }

            return first;
        }
        catch (JsonException error)
        {
            throw new FrameException($"A result is no JSON: {error.Message}");
        }
    }
}
