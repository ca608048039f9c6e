using System.Buffers;
using System.Globalization;
using System.Text.Json;

using Microsoft.AspNetCore.Http;

using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Settings;

/// <summary>The settings as they are answered: what each is now, and where it comes from. Of a secret only whether there is one.</summary>
internal static class SettingsJson
{
    private static readonly string[] Sources = ["default", "file", "saved", "environment", "code"];

    /// <summary>Answers with the settings.</summary>
    public static Task Answer(HttpContext context, SettingsSnapshot settings, string? updatedAt)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body, Answers.Compact))
        {
            writer.WriteStartObject();
            foreach (var field in SettingsFields.All.Where(field => !field.Setting.IsSecret)) WriteValue(writer, field, settings[field.Setting].Value);
            writer.WriteString("updated_at", updatedAt);
            writer.WriteStartObject("sources");
            foreach (var field in SettingsFields.All) WriteSource(writer, field, settings[field.Setting]);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Answers.Bytes(context, StatusCodes.Status200OK, body.WrittenSpan);
    }

    /// <summary>What <see cref="Answer"/> writes.</summary>
    public static Shape Shape()
    {
        var source = new List<BodyField>
        {
            new("source", Schemas.OneOf(Sources)),
            BodyField.Boolean("pinned", "Whether the environment or the app's code sets it, so that saving it would change nothing."),
            BodyField.Boolean("is_set", "Whether there is a value; of a secret no more is told."),
        };
        var sources = SettingsFields.All.Select(field => new BodyField(field.Name, Schemas.Object([.. source])));
        var fields = SettingsFields.All.Where(field => !field.Setting.IsSecret).Select(field => Nullable(Field(field)));
        return Hosting.Describing.Shape.Inline(Schemas.Object(
        [
            .. fields,
            new BodyField("updated_at", Schemas.Time("When something was last saved.").OrNull()),
            new BodyField("sources", Schemas.Object([.. sources])),
        ]));
    }

    /// <summary>The body of a change.</summary>
    public static Shape Body() => Hosting.Describing.Shape.Body([.. SettingsFields.All.Select(field => Field(field).Optional())]);

    private static BodyField Nullable(BodyField field) => field.Optional() with { IsRequired = true };

    private static BodyField Field(SettingsField field) => field switch
    {
        { IsBoolean: true } => BodyField.Boolean(field.Name, field.Setting.Description),
        { IsInteger: true } => BodyField.Integer(field.Name, field.Min, field.Max, field.Setting.Description),
        { Setting.IsSecret: true } => BodyField.Secret(field.Name, max: field.Max, text: field.Setting.Description),
        _ => BodyField.Text(field.Name, max: field.Max, text: field.Setting.Description),
    };

    private static void WriteValue(Utf8JsonWriter writer, SettingsField field, string? value)
    {
        if (value is null) writer.WriteNull(field.Name);
        else if (field.IsBoolean) writer.WriteBoolean(field.Name, value == "true");
        else if (field.IsInteger) writer.WriteNumber(field.Name, long.Parse(value, CultureInfo.InvariantCulture));
        else writer.WriteString(field.Name, value);
    }

    private static void WriteSource(Utf8JsonWriter writer, SettingsField field, EffectiveSetting setting)
    {
        writer.WriteStartObject(field.Name);
        writer.WriteString("source", Sources[(int)setting.Source]);
        writer.WriteBoolean("pinned", setting.IsPinned);
        writer.WriteBoolean("is_set", setting.Value is not null);
        writer.WriteEndObject();
    }
}
