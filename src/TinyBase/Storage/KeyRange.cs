using System.Collections.Immutable;
using System.Text;

using TinyBase.Collections.Schema;

namespace TinyBase.Storage;

/// <summary>
/// What a condition on the id or the time of creation means for the keys of rows, which are made from both. It holds for all rows
/// that the condition holds for and for few others.
/// </summary>
internal static class KeyRange
{
    /// <summary>Times are stored in microseconds, keys are made of finer ones.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(2);

    /// <summary>The conditions on the key; none where it tells nothing.</summary>
    public static IEnumerable<(Comparison Comparison, ImmutableArray<FieldValue> Keys)> Of(RecordCondition condition) => condition switch
    {
        { Column: "_id", Comparison: Comparison.Equal or Comparison.In } =>
            [(condition.Comparison, [.. condition.Values.Select(IdKey)])],
        { Column: "_id", Comparison: Comparison.Greater or Comparison.AtLeast } => [(Comparison.AtLeast, [Bound(IdKey(condition.Values[0]))])],
        { Column: "_id", Comparison: Comparison.Less or Comparison.AtMost } => [(Comparison.AtMost, [Bound(IdKey(condition.Values[0]))])],
        { Column: "_created", Comparison: Comparison.Greater or Comparison.AtLeast } => [From(condition.Values[0])],
        { Column: "_created", Comparison: Comparison.Less or Comparison.AtMost } => [To(condition.Values[0])],
        { Column: "_created", Comparison: Comparison.Equal } => [From(condition.Values[0]), To(condition.Values[0])],
        _ => [],
    };

    private static FieldValue IdKey(FieldValue id) => FieldValue.FromInteger(RowKey.Of(id.Utf8.Span));

    /// <summary>An id from 80000000-… on has a negative key, but comes after all that are made before the year 6429.</summary>
    private static FieldValue Bound(FieldValue key) => key.Integer < 0 ? FieldValue.FromInteger(long.MaxValue) : key;

    private static (Comparison Comparison, ImmutableArray<FieldValue> Keys) From(FieldValue time) =>
        (Comparison.AtLeast, [Key(time, -Slack)]);

    private static (Comparison Comparison, ImmutableArray<FieldValue> Keys) To(FieldValue time) =>
        (Comparison.AtMost, [Key(time, Slack)]);

    private static FieldValue Key(FieldValue time, TimeSpan slack)
    {
        var at = Timestamps.Parse(Encoding.ASCII.GetString(time.Utf8.Span));
        // A time near the ends of the calendar has nothing beyond it.
        var ticks = Math.Clamp(at.UtcTicks + slack.Ticks, DateTimeOffset.MinValue.UtcTicks, DateTimeOffset.MaxValue.UtcTicks);
        return FieldValue.FromInteger(RowKey.At(new DateTimeOffset(ticks, TimeSpan.Zero)));
    }
}
