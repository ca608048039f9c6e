using System.Text.Json;
using System.Text.Json.Serialization;

namespace TinyBase.Client;

/// <summary>The counts and refused lines of an import as the server sends them.</summary>
internal sealed class ImportAnswer : IJsonOnDeserialized
{
    public required long Imported { get; init; }

    public required long Refused { get; init; }

    public required long Lines { get; init; }

    public required long ErrorsOmitted { get; init; }

    public required IReadOnlyList<Line> Errors { get; init; }

    public void OnDeserialized() => NoNulls.Check(Errors);

    public ImportResult ToResult() => new()
    {
        Imported = Imported,
        Refused = Refused,
        Lines = Lines,
        ErrorsOmitted = ErrorsOmitted,
        Errors = [.. Errors.Select(line => new RefusedLine
        {
            Line = line.Number,
            Detail = line.Detail,
            Errors = line.Errors is { } errors ? ErrorAnswer.ReadErrors(errors) : [],
        })],
    };

    internal sealed class Line
    {
        [JsonPropertyName("line")]
        public required long Number { get; init; }

        public required string Detail { get; init; }

        public JsonElement? Errors { get; init; }
    }
}
