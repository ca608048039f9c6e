using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace TinyBase;

/// <summary>A change of a record.</summary>
public abstract class RecordEvent : HookEvent
{
    private readonly List<(string Collection, JsonObject Data)> _creates = [];

    private protected RecordEvent()
    {
    }

    /// <summary>The name of the collection.</summary>
    public required string Collection { get; init; }

    /// <summary>The id of the record; null before it is added, since ids are given in the order of the writes.</summary>
    public Guid? RecordId { get; init; }

    /// <summary>The user who owns the record; null for nobody.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>Whether the change is still to be written, so that a hook has a say in it. Default: false.</summary>
    [JsonIgnore]
    public bool IsBefore { get; init; }

    /// <summary>The records that are written together with the change.</summary>
    [JsonIgnore]
    public IReadOnlyList<(string Collection, JsonObject Data)> Creates => _creates;

    internal override string? Subject => Collection;

    internal override string? OrderKey => RecordId is { } id ? $"{Collection}/{id}" : null;

    /// <summary>The fields that <see cref="Get"/> looks at: as they are to be or are now, or were before the record went.</summary>
    private protected abstract RecordContent Fields { get; }

    /// <summary>The value of a field: the new one, or the last one of a record that is deleted.</summary>
    /// <typeparam name="T">Its type; a type that can be null where the field can be.</typeparam>
    /// <param name="field">The name of the field.</param>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidOperationException">There is no such field, or its value is not of that type.</exception>
    public T? Get<T>(string field) => Read<T>(Fields, field);

    /// <summary>
    /// Adds a record in the same transaction as the change, whatever the acting user may do there: both are written or neither.
    /// It has no owner, and no hook runs before it.
    /// </summary>
    /// <param name="collection">The name of the collection.</param>
    /// <param name="data">The fields; if they are not valid there, the whole change fails.</param>
    /// <exception cref="InvalidOperationException">The change was written already.</exception>
    public void Create(string collection, JsonObject data)
    {
        ArgumentException.ThrowIfNullOrEmpty(collection);
        ArgumentNullException.ThrowIfNull(data);
        if (!IsBefore)
        {
            throw new InvalidOperationException(
                $"The change in '{Collection}' was written already; only a hook before it, such as [BeforeRecordCreate], adds records to it.");
        }

        _creates.Add((collection, data));
    }

    private protected T? Read<T>(RecordContent fields, string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        try
        {
            if (!fields.TryGet<T>(field, out var value, out var isNull))
            {
                throw new InvalidOperationException(
                    $"A record of '{Collection}' has no field '{field}'; it has {string.Join(", ", fields.Names)}.");
            }

            return !isNull || default(T) is null
                ? value
                : throw new InvalidOperationException($"Field '{field}' of '{Collection}' is null; read it as {TypeName(typeof(T))}?.");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw new InvalidOperationException(
                $"Field '{field}' of '{Collection}' is {fields.Text(field)}, which is no {TypeName(typeof(T))}.", error);
        }
    }

    private static string TypeName(Type type) => Nullable.GetUnderlyingType(type) is { } value ? value.Name + "?" : type.Name;
}

/// <summary>A record is added.</summary>
public sealed class RecordCreateEvent : RecordEvent
{
    /// <summary>
    /// The fields, validated, every declared one present. What a hook before it changes here is validated again and written.
    /// </summary>
    [JsonIgnore]
    public JsonObject Data { get => Content.Fields; init => Content = new RecordContent(value); }

    [JsonInclude]
    [JsonPropertyName("data")]
    internal RecordContent Content { get; init; } = RecordContent.Empty();

    internal override HookPoint Point => HookPoint.RecordCreate;

    private protected override RecordContent Fields => Content;
}

/// <summary>Fields of a record change.</summary>
public sealed class RecordUpdateEvent : RecordEvent
{
    /// <summary>The fields as they are before the change.</summary>
    [JsonIgnore]
    public JsonObject OldData { get => OldContent.Fields; init => OldContent = new RecordContent(value); }

    /// <summary>
    /// The fields as they are after it, validated, every declared one present. What a hook before it changes here is validated again and
    /// written.
    /// </summary>
    [JsonIgnore]
    public JsonObject NewData { get => NewContent.Fields; init => NewContent = new RecordContent(value); }

    [JsonInclude]
    [JsonPropertyName("old_data")]
    internal RecordContent OldContent { get; init; } = RecordContent.Empty();

    [JsonInclude]
    [JsonPropertyName("new_data")]
    internal RecordContent NewContent { get; init; } = RecordContent.Empty();

    internal override HookPoint Point => HookPoint.RecordUpdate;

    private protected override RecordContent Fields => NewContent;

    /// <summary>The value of a field before the change.</summary>
    /// <typeparam name="T">Its type; a type that can be null where the field can be.</typeparam>
    /// <param name="field">The name of the field.</param>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidOperationException">There is no such field, or its value is not of that type.</exception>
    public T? GetOld<T>(string field) => Read<T>(OldContent, field);
}

/// <summary>A record is deleted.</summary>
public sealed class RecordDeleteEvent : RecordEvent
{
    /// <summary>The fields as they are before it goes.</summary>
    [JsonIgnore]
    public JsonObject Data { get => Content.Fields; init => Content = new RecordContent(value); }

    [JsonInclude]
    [JsonPropertyName("data")]
    internal RecordContent Content { get; init; } = RecordContent.Empty();

    internal override HookPoint Point => HookPoint.RecordDelete;

    private protected override RecordContent Fields => Content;
}
