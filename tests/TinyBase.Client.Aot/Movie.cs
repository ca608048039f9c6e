using System.Text.Json.Serialization;

namespace TinyBase.Client.Aot;

/// <summary>A record with a member of each kind that a query treats in its own way.</summary>
internal sealed record Movie(string Title, double Rating, Genre Genre, DateOnly Released, [property: JsonPropertyName("box_office")] long? Gross = null);

/// <summary>Kept as text.</summary>
internal enum Genre
{
    Drama,
    ScienceFiction,
}

/// <summary>How movies are read and written, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Movie))]
internal sealed partial class MovieJson : JsonSerializerContext;
