using TinyBase.Collections;
using TinyBase.Collections.Schema;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Records;

/// <summary>What a client is told when another record has a value that must be unique.</summary>
internal static class UniqueViolation
{
    /// <summary>The refusal of a write.</summary>
    /// <param name="message">What the engine says.</param>
    /// <param name="model">The collection.</param>
    /// <param name="values">The record that was refused.</param>
    /// <param name="body">How it came in.</param>
    public static RecordOutcome Outcome(string message, CollectionModel model, FieldValue[] values, RecordBody body)
    {
        var index = model.Indexes.FirstOrDefault(index => index.Unique && message.EndsWith(index.Violation, StringComparison.Ordinal))
            ?? throw new DatabaseException($"Collection '{model.Definition.Name}' has a unique index that its schema does not know: {message}");
        var names = index.Fields.Select(field => field.Name).ToArray();
        var first = index.Fields[0];
        var value = values[model.Schema.Fields.IndexOf(first)];
        var text = names.Length == 1 ? "Value is already used by another record" : $"Values of {string.Join(", ", names)} are already used together by another record";
        return RecordOutcome.Invalid(
        [
            new ValidationError(
                "unique",
                [.. body.Origin(model).Location, first.Name],
                text,
                InputEcho.Of(first.Type, value),
                new Dictionary<string, object?> { ["fields"] = names }),
        ]);
    }
}
