using System.Globalization;

using Microsoft.Extensions.Configuration;

using TinyBase.Configuration.Toml;

namespace TinyBase.Configuration;

/// <summary>
/// Reads a TOML file as configuration and remembers where each key stands. The one place that knows that settings are
/// written in TOML.
/// </summary>
/// <param name="file">The path of the file; errors name it by its last part.</param>
internal sealed class TomlConfigurationProvider(string file) : ConfigurationProvider
{
    private readonly string _name = Path.GetFileName(file);
    private readonly Dictionary<string, TomlPosition> _positions = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every key that is not a table, in the order of the file.</summary>
    public IReadOnlyList<GivenSetting> Settings { get; private set; } = [];

    /// <summary>Where the key of a configuration path such as <c>server:port</c> stands; null if it is not in the file.</summary>
    public TomlPosition? PositionOf(string path) => _positions.TryGetValue(path, out var position) ? position : null;

    /// <summary>Reads the file.</summary>
    /// <exception cref="TomlException">It is not TOML.</exception>
    public override void Load()
    {
        Data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        _positions.Clear();
        Settings = [];
        if (!File.Exists(file))
            return;
        var root = TomlDocument.Parse(File.ReadAllBytes(file), _name);
        Flatten(root, path: null);
        Settings = [.. Collect(root, [])];
    }

    private void Flatten(TomlTable table, string? path)
    {
        foreach (var (key, entry) in table.Entries)
            Flatten(entry.Value, Below(path, key), entry.KeyPosition);
    }

    private void Flatten(TomlValue value, string path, TomlPosition position)
    {
        _positions[path] = position;
        switch (value)
        {
            case TomlTable table:
                Flatten(table, path);
                break;
            case TomlArray array:
                for (var i = 0; i < array.Items.Count; i++)
                    Flatten(array.Items[i], Below(path, i.ToString(CultureInfo.InvariantCulture)), array.Items[i].Position);
                break;
            default:
                Data[path] = Text(value);
                break;
        }
    }

    private static string Below(string? path, string key) => path is null ? key : ConfigurationPath.Combine(path, key);

    private IEnumerable<GivenSetting> Collect(TomlTable table, IReadOnlyList<string> path)
    {
        foreach (var (key, entry) in table.Entries)
        {
            IReadOnlyList<string> full = [.. path, key];
            if (entry.Value is TomlTable inner)
            {
                foreach (var setting in Collect(inner, full))
                    yield return setting;
            }
            else
                yield return new GivenSetting(string.Join('.', full), string.Join('_', full), Where(entry.KeyPosition), Given(entry.Value));
        }
    }

    private GivenValue Given(TomlValue value) => value switch
    {
        TomlArray array => new GivenValue(Where(value.Position), Text: null, [.. array.Items.Select(Given)]),
        TomlTable => new GivenValue(Where(value.Position), Text: null),
        _ => new GivenValue(Where(value.Position), Text(value)),
    };

    private string Where(TomlPosition position) => $"{_name}:{position}";

    private static string Text(TomlValue value) => value switch
    {
        TomlString text => text.Value,
        TomlInteger number => number.Value.ToString(CultureInfo.InvariantCulture),
        TomlFloat number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        TomlBoolean boolean => boolean.Value ? "true" : "false",
        TomlOffsetDateTime moment => Text(moment.Value) + Text(moment.Offset),
        TomlLocalDateTime moment => Text(moment.Value),
        TomlLocalDate date => date.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TomlLocalTime time => time.Value.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        _ => throw new ArgumentException("A table or an array has no text of its own.", nameof(value)),
    };

    private static string Text(DateTime moment) => moment.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    private static string Text(TimeSpan offset)
        => (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString(@"hh\:mm", CultureInfo.InvariantCulture);
}
