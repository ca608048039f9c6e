using System.Text.Json.Serialization;

namespace TinyBase.Tests.Client;

/// <summary>A record with members of the kinds that queries treat differently.</summary>
internal sealed record Film : INamed
{
    public string Title { get; init; } = "";

    public string? Subtitle { get; init; }

    [JsonPropertyName("imdb")]
    public double Rating { get; init; }

    public float Score { get; init; }

    public decimal? Price { get; init; }

    public long? Gross { get; init; }

    public short Year { get; init; }

    public char Initial { get; init; }

    public bool Seen { get; init; }

    public bool? Good { get; init; }

    public Rated Rated { get; init; }

    public Rated? Advice { get; init; }

    [JsonConverter(typeof(JsonNumberEnumConverter<Rated>))]
    public Rated Level { get; init; }

    public Guid? Studio { get; init; }

    public DateOnly Released { get; init; }

    public DateTime Shown { get; init; }

    public DateTimeOffset? Sold { get; init; }

    public TimeSpan Length { get; init; }

    public List<string> Tags { get; init; } = [];

    public Film? Sequel { get; init; }

    public Guid Id { get; init; }

    [JsonIgnore]
    public string Ignored { get; init; } = "";
}

/// <summary>What code that is generic over its records may know of them.</summary>
internal interface INamed
{
    string Title { get; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Film))]
internal sealed partial class FilmJson : JsonSerializerContext;
