using System.Globalization;
using System.Text;

using TinyBase.Collections.Schema;
using TinyBase.Storage;

namespace TinyBase.Collections;

/// <summary>A record that a change of the schema is about, with its value or values there.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Last">The last record with the same values; null where only this one is meant.</param>
/// <param name="Count">How many records have them.</param>
/// <param name="Values">The values, one a field.</param>
internal sealed record Obstacle(string Id, string? Last, long Count, IReadOnlyList<FieldValue> Values);

/// <summary>The records that a step of a change is about: how many there are, and the first of them.</summary>
/// <param name="fields">The fields that their values are of.</param>
internal sealed class Obstacles(params IReadOnlyList<FieldDefinition> fields)
{
    /// <summary>How many of them are named.</summary>
    public const int MaxShown = 5;
    private const int MaxText = 60;

    private readonly List<Obstacle> _first = [];

    public IReadOnlyList<FieldDefinition> Fields => fields;

    public IReadOnlyList<Obstacle> First => _first;

    public long Count { get; private set; }

    /// <summary>Counts one in, and keeps it if it is among the first.</summary>
    public void Add(Func<Obstacle> make)
    {
        Count++;
        if (_first.Count < MaxShown) _first.Add(make());
    }

    /// <summary>Counts in a record with a value.</summary>
    public void Add(Connection connection, string table, StoredValue stored) =>
        Add(() => new Obstacle(IdOf(connection, table, stored.Row), null, 1, [stored.Value]));

    /// <summary>Counts in further ones that are not named.</summary>
    public void Add(long others) => Count += others;

    /// <summary>The values that a table, or what is read like one, has more than once.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="source">The table in quotes, or what <see cref="SqliteDialect.AsIf"/> gives.</param>
    /// <param name="fields">The fields that are to be unique together.</param>
    public static Obstacles Duplicates(Connection connection, string source, IReadOnlyList<FieldDefinition> fields)
    {
        var found = new Obstacles(fields);
        var groups = connection.Prepare(SqliteDialect.Duplicates(source, fields));
        try
        {
            while (groups.Step())
            {
                found.Add(() => new Obstacle(
                    groups.Text(1),
                    groups.Text(2),
                    groups.Integer(0),
                    [.. fields.Select((field, i) => FieldValue.Read(groups, 3 + i, field.Type.Column))]));
            }
        }
        finally
        {
            groups.Reset();
        }

        return found;
    }

    /// <summary>Why a field cannot change its type.</summary>
    public string DoNotFit(FieldConversion conversion) =>
        $"Invalid schema: field '{conversion.To.Name}' of type '{conversion.From.Type.Name}' cannot become '{conversion.To.Type.Name}': "
        + $"{Number("record has", "records have")} a value that does not fit, "
        + List(record => $"{record.Id} ({Show(fields[0], record.Values[0])})");

    /// <summary>Why fields cannot be unique.</summary>
    public string AreNotUnique() =>
        $"Invalid schema: {string.Join(", ", fields.Select(field => $"'{field.Name}'"))} cannot be unique: "
        + $"{Number("value is", "values are")} there more than once, "
        + List(taken => $"{string.Join(", ", fields.Select((field, i) => Show(field, taken.Values[i])))} in {taken.Count} records, "
            + $"such as {taken.Id} and {taken.Last}");

    private static string IdOf(Connection connection, string table, long row)
    {
        var statement = connection.Prepare(SqliteDialect.IdOf(table));
        try
        {
            statement.Bind(1, row);
            return statement.Step() ? statement.Text(0) : string.Empty;
        }
        finally
        {
            statement.Reset();
        }
    }

    private static string Show(FieldDefinition field, in FieldValue value)
    {
        if (InputEcho.Of(field.Type, value) is { } echo) return SchemaText.Show(echo);
        var text = Encoding.UTF8.GetString(value.Utf8.Span[..MaxText]).TrimEnd('\uFFFD');
        return $"'{text}…'";
    }

    private string Number(string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{Count} {(Count == 1 ? one : many)}");

    private string List(Func<Obstacle, string> show) =>
        (Count > _first.Count ? "the first are: " : "namely: ") + string.Join("; ", _first.Select(show));
}
