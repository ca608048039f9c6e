using System.Text.Json.Serialization;

namespace TinyBase.Tests.Client;

internal sealed record Movie(string Title, double? ImdbRating = null, [property: JsonPropertyName("us-gross")] long? Gross = null, Rated? Rated = null);

internal enum Rated
{
    General,
    AdultsOnly,
}

[JsonSerializable(typeof(Movie))]
internal sealed partial class MovieJson : JsonSerializerContext;
