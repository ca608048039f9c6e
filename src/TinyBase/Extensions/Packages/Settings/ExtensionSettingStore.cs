using System.Text.Json.Nodes;

using Dapper;

using TinyBase.Audit;
using TinyBase.Storage;

namespace TinyBase.Extensions.Packages.Settings;

/// <summary>What admins have saved of the settings of extensions; secrets are encrypted.</summary>
internal sealed class ExtensionSettingStore(Database database, SecretKey key)
{
    /// <summary>What is saved for an extension, by key. What cannot be decrypted any more is left out.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Get(string extension, CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        var rows = lease.Connection.Ado.Query<(string Key, string Value, bool IsSecret)>(
            "SELECT key, value, is_secret FROM _extension_setting WHERE extension = @extension", new { extension });
        return rows
            .Select(row => (row.Key, Value: row.IsSecret ? key.Decrypt(NameOf(extension, row.Key), row.Value) : row.Value))
            .Where(row => row.Value is not null)
            .ToDictionary(row => row.Key, row => row.Value!, StringComparer.Ordinal);
    }

    /// <summary>Saves values; null forgets one.</summary>
    public Task Save(string extension, IReadOnlyDictionary<ExtensionSetting, string?> values, Actor by, CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            foreach (var (setting, value) in values) Save(session, extension, setting, value);
            var keys = new JsonArray([.. values.Keys.Select(setting => (JsonNode?)JsonValue.Create(setting.Key))]);
            AuditTrail.Add(session, new AuditEntry(by, "extension.settings", "extension", null) { ObjectName = extension, Details = new JsonObject { ["keys"] = keys } });
            return Written.Keep(true);
        },
        cancel: cancel);

    private void Save(WriteSession session, string extension, ExtensionSetting setting, string? value)
    {
        if (value is null)
        {
            session.Connection.Ado.Execute("DELETE FROM _extension_setting WHERE extension = @extension AND key = @key", new { extension, key = setting.Key });
            return;
        }

        session.Connection.Ado.Execute(
            "INSERT OR REPLACE INTO _extension_setting (extension, key, value, is_secret) VALUES (@extension, @key, @value, @isSecret)",
            new
            {
                extension,
                key = setting.Key,
                value = setting.IsSecret ? key.Encrypt(NameOf(extension, setting.Key), value) : value,
                isSecret = setting.IsSecret,
            });
    }

    private static string NameOf(string extension, string setting) => $"extension.{extension}.{setting}";
}
