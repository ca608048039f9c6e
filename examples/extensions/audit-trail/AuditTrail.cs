using System.Net;
using System.Text.Json.Nodes;

using TinyBase.Client;

/// <summary>
/// Writes an entry for every change of a record. The hooks are durable, so no change is missed even if the server is killed right after it. An
/// event may come twice then; the unique key of its entry makes sure that there is one.
/// </summary>
public sealed class AuditTrail(TinyBaseClient client, IConfiguration settings)
{
    private const string Own = "audit_trail";

    private readonly string[] _skipped = (settings["skip"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Makes the collection. Admins read it; nobody changes it but who may do anything.</summary>
    [OnStartup]
    public async Task MakeCollection(CancellationToken cancel)
    {
        try
        {
            await client.Collections.GetAsync(Own, cancel);
        }
        catch (TinyBaseException error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
            await client.Collections.CreateAsync(Collection(), cancel);
        }
    }

    [OnRecordCreate(Durable = true)]
    public Task Created(RecordCreateEvent e, CancellationToken cancel) => Write(e, "create", null, e.Data, cancel);

    [OnRecordUpdate(Durable = true)]
    public Task Updated(RecordUpdateEvent e, CancellationToken cancel) => Write(e, "update", e.OldData, e.NewData, cancel);

    [OnRecordDelete(Durable = true)]
    public Task Deleted(RecordDeleteEvent e, CancellationToken cancel) => Write(e, "delete", e.Data, null, cancel);

    private async Task Write(RecordEvent e, string action, JsonObject? before, JsonObject? after, CancellationToken cancel)
    {
        // Its own entries are records as well.
        if (e.Collection == Own || _skipped.Contains(e.Collection)) return;
        var changed = before is null || after is null ? [] : after.Where(field => !JsonNode.DeepEquals(field.Value, before[field.Key])).Select(field => field.Key);
        var entry = new JsonObject
        {
            ["key"] = $"{e.RecordId}/{action}/{e.At:O}",
            ["collection"] = e.Collection,
            ["record_id"] = e.RecordId?.ToString(),
            ["action"] = action,
            ["actor_id"] = e.Actor?.UserId?.ToString(),
            ["actor_email"] = e.Actor?.Email,
            ["request_id"] = e.RequestId,
            ["at"] = e.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["changed"] = new JsonArray([.. changed.Select(field => (JsonNode)field)]),
            ["before"] = before?.DeepClone(),
            ["after"] = after?.DeepClone(),
        };
        // A field without a value is left out, not null.
        foreach (var absent in entry.Where(field => field.Value is null).Select(field => field.Key).ToList()) entry.Remove(absent);
        try
        {
            await client.Collection(Own).CreateAsync(entry, cancel);
        }
        catch (TinyBaseException error) when (error.Errors.Any(field => field.Type == "unique"))
        {
            // The event came a second time.
        }
    }

    private static NewCollection Collection()
    {
        var fields = new CollectionSchema(
            new Field("key") { Required = true, Unique = true },
            new Field("collection") { Required = true, Index = true },
            new Field("record_id") { Index = true },
            new Field("action", FieldType.Enum) { Required = true, Values = ["create", "update", "delete"] },
            new Field("actor_id"),
            new Field("actor_email"),
            new Field("request_id"),
            new Field("at", FieldType.DateTime) { Required = true },
            new Field("changed", FieldType.List),
            new Field("before", FieldType.Dict),
            new Field("after", FieldType.Dict));
        var admins = new AccessRules
        {
            List = AccessRule.Admin, Read = AccessRule.Admin, Create = AccessRule.Admin, Update = AccessRule.Admin, Delete = AccessRule.Admin,
        };
        return new NewCollection(Own, "Audit trail", fields) { Options = new CollectionOptions { Access = admins } };
    }
}
