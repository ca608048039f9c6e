using System.Text.Json;
using System.Text.Json.Nodes;

using Dapper;

using TinyBase.Configuration;
using TinyBase.Storage;

namespace TinyBase.Settings;

/// <summary>What was saved, as it is in the database: texts by the key of the setting, those of secrets encrypted.</summary>
internal sealed class SavedSettings
{
    private readonly SortedDictionary<string, string> _values;

    private SavedSettings(SortedDictionary<string, string> values, string? updatedAt)
    {
        _values = values;
        UpdatedAt = updatedAt;
    }

    /// <summary>When something was last saved; null for never.</summary>
    public string? UpdatedAt { get; private set; }

    public static SavedSettings Read(Connection connection)
    {
        var row = connection.Prepare("SELECT saved, updated_at FROM _settings").First(static row => (Saved: row.Text(0), UpdatedAt: row.Text(1)));
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (row.Saved is null) return new SavedSettings(values, null);
        foreach (var (key, value) in JsonNode.Parse(row.Saved)!.AsObject()) values[key] = value!.GetValue<string>();
        return new SavedSettings(values, row.UpdatedAt);
    }

    /// <summary>Takes a value, or with null forgets what was saved.</summary>
    public void Set(Setting setting, string? value, SecretKey key)
    {
        if (value is null) _values.Remove(setting.Key);
        else _values[setting.Key] = setting.IsSecret ? key.Encrypt(setting.Key, value) : value;
    }

    public void Write(WriteSession session)
    {
        UpdatedAt = Timestamps.ToText(session.NextId().Time);
        session.Connection.Ado.Execute(
            """
            INSERT INTO _settings (id, saved, updated_at) VALUES (1, @saved, @UpdatedAt)
            ON CONFLICT (id) DO UPDATE SET saved = excluded.saved, updated_at = excluded.updated_at
            """,
            new { saved = JsonSerializer.Serialize(_values), UpdatedAt });
    }

    /// <summary>The values that can be used.</summary>
    /// <param name="key">Decrypts secrets.</param>
    /// <param name="unusable">Is told the key of each that cannot: a secret of another key, or what this version does not take.</param>
    public IReadOnlyDictionary<Setting, SettingReading> Readings(SecretKey key, Action<string> unusable)
    {
        var readings = new Dictionary<Setting, SettingReading>();
        foreach (var (name, value) in _values)
        {
            if (SettingsCatalog.FindByKey(name) is { } setting
                && (setting.IsSecret ? key.Decrypt(name, value) : value) is { } text
                && setting.Read(new GivenValue(name, text)) is { Apply: not null } reading)
            {
                readings[setting] = reading;
            }
            else unusable(name);
        }

        return readings;
    }
}
