using System.Text.Json;

using TinyBase.Sdk.Binding;
using TinyBase.Sdk.Frames;

namespace TinyBase.Functions.Workers;

/// <summary>Reads how a call ended. What goes into answers is JSON, whatever the program meant to send.</summary>
internal static class ResultFrame
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 256 };

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
                return new FunctionOutcome.Failed(failure.ErrorType, failure.ErrorMessage, failure.Stack);
            case ResultStatus.InvalidInput:
                if (Check(rest.Span) != JsonTokenType.StartArray) throw new FrameException("The errors of an input are no list");
                return new FunctionOutcome.Invalid(rest.ToArray());
            default:
                throw new FrameException($"There is no result of status {payload.Span[0]}");
        }
    }

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
