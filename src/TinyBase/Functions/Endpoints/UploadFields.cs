using System.Text.Json;

using TinyBase.Functions.Versions;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Functions.Endpoints;

/// <summary>The fields of an upload.</summary>
internal sealed record UploadFields(string FileName, string Content, string? Notes)
{
    private const int MaxFileName = 255;

    public static BodyField[] Described =>
    [
        BodyField.Text("filename", 0, MaxFileName, "The name of the file, such as `add_numbers.cs`"),
        BodyField.Text("content", text: "The file"),
        BodyField.Text("notes", 0, FunctionVersionStore.MaxNotes, "What is new").Optional(),
    ];

    /// <summary>Reads them; null if something is wrong with them, which is then among the errors.</summary>
    public static UploadFields? Read(JsonElement body, out IReadOnlyList<ValidationError> errors)
    {
        var fields = new BodyFields(body);
        var fileName = fields.Text("filename", 0, MaxFileName);
        var content = fields.Text("content", 0, int.MaxValue);
        var notes = fields.OptionalText("notes", 0, FunctionVersionStore.MaxNotes);
        errors = fields.Errors;
        return errors.Count == 0 ? new UploadFields(fileName!, content!, notes) : null;
    }
}
