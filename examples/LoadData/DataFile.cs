using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBase.Client;

namespace TinyBase.Examples.LoadData;

/// <summary>
/// A data file as a collection and its records: the collection has the name of the file, and each column becomes a field whose
/// type is the narrowest that fits all its values.
/// </summary>
public sealed class DataFile
{
    private DataFile(string fileName, NewCollection collection, IReadOnlyList<DataRow> rows)
    {
        FileName = fileName;
        Collection = collection;
        Rows = rows;
    }

    /// <summary>The name of the file, without its folder.</summary>
    public string FileName { get; }

    /// <summary>The collection to create: everybody may read its records, only admins may write them.</summary>
    public NewCollection Collection { get; }

    /// <summary>The records, in the order of the file.</summary>
    public IReadOnlyList<DataRow> Rows { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">A <c>.csv</c> file with a header, or a <c>.json</c> file with an array of objects.</param>
    /// <param name="cancel">Cancels reading.</param>
    /// <exception cref="InvalidDataException">The file is not of that form; the message says where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<DataFile> ReadAsync(string path, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        var fileName = Path.GetFileName(path);
        var text = await File.ReadAllTextAsync(path, cancel).ConfigureAwait(false);
        try
        {
            return Read(fileName, Path.GetExtension(path) switch
            {
                ".csv" => CsvTable.Parse(text),
                ".json" => JsonTable.Parse(text),
                _ => throw new InvalidDataException("only .csv and .json files can be read"),
            });
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or JsonException)
        {
            throw new InvalidDataException($"{fileName}: {unreadable.Message}", unreadable);
        }
    }

    private static DataFile Read(string fileName, Table table)
    {
        var columns = table.Columns.Select((name, index) => new DataColumn(name, table.Rows.Select(row => row[index]))).ToList();
        var fields = columns.Select(column => column.Field).ToList();
        if (fields.GroupBy(field => field.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InvalidDataException($"two columns would both become the field '{twice.Key}'");
        }

        var label = Path.GetFileNameWithoutExtension(fileName);
        var collection = new NewCollection(FieldName.From(label), char.ToUpperInvariant(label[0]) + label[1..], new CollectionSchema(fields))
        {
            Options = new CollectionOptions
            {
                Access = new AccessRules
                {
                    List = AccessRule.Public,
                    Read = AccessRule.Public,
                    Create = AccessRule.Admin,
                    Update = AccessRule.Admin,
                    Delete = AccessRule.Admin,
                },
            },
        };
        return new DataFile(fileName, collection, [.. table.Rows.Select((row, index) => new DataRow(index + 1, Record(columns, row)))]);
    }

    private static JsonObject Record(List<DataColumn> columns, IReadOnlyList<JsonNode?> row) =>
        new(columns.Select((column, index) => KeyValuePair.Create(column.Field.Name, column.Convert(row[index]))));
}
