using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Client;

/// <summary>A page of records as the server sends it.</summary>
internal sealed class RecordListAnswer : IJsonOnDeserialized
{
    public required IReadOnlyList<RecordAnswer> Records { get; init; }

    public long? Total { get; init; }

    public required int Limit { get; init; }

    public required long Offset { get; init; }

    public string? NextCursor { get; init; }

    public void OnDeserialized() => NoNulls.Check(Records);

    public Page<T> ToPage<T>(JsonTypeInfo<T> type) => new()
    {
        Records = [.. Records.Select(record => record.ToRecord(type))],
        Total = Total,
        Limit = Limit,
        Offset = Offset,
        NextCursor = NextCursor,
    };
}
