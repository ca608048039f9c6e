using System.Text.Json;

using TinyBase.Functions.Building;
using TinyBase.Functions.Versions;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Functions.Endpoints;

/// <summary>The fields of an upload.</summary>
internal static class UploadFields
{
    private const int MaxFileName = 255;

    public static BodyField[] Described =>
    [
        BodyField.Text("filename", 0, MaxFileName, "The name of the file, such as `add_numbers.cs`"),
        BodyField.Text("content", text: "The file"),
        BodyField.Text("notes", 0, FunctionVersionStore.MaxNotes, "What is new").Optional(),
        new BodyField("files", Schemas.List(Schemas.Object(IncludedFile), "The files that it includes"), IsRequired: false),
    ];

    private static BodyField[] IncludedFile =>
    [
        BodyField.Text("filename", 0, MaxFileName, "The path in the folder of the functions, such as `_prices.cs`"),
        BodyField.Text("content", text: "The file"),
    ];

    /// <summary>Reads them; null if something is wrong with them, which is then among the errors.</summary>
    public static FunctionUpload? Read(JsonElement body, out IReadOnlyList<ValidationError> errors)
    {
        var fields = new BodyFields(body);
        var fileName = fields.Text("filename", 0, MaxFileName);
        var content = fields.Text("content", 0, int.MaxValue);
        var notes = fields.OptionalText("notes", 0, FunctionVersionStore.MaxNotes);
        var found = fields.Errors.ToList();
        var files = ReadFiles(body, found);
        errors = [.. found.Take(ValidationError.MaxCount)];
        return errors.Count == 0 ? new FunctionUpload(fileName!, new FunctionCode(content!, files), notes) : null;
    }

    private static Dictionary<string, string> ReadFiles(JsonElement body, List<ValidationError> errors)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("files", out var list) || list.ValueKind == JsonValueKind.Null) return files;
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > FunctionSource.MaxFiles)
        {
            errors.Add(new ValidationError(
                "list_type", ["body", "files"], $"Input should be a valid list of at most {FunctionSource.MaxFiles} items"));
            return files;
        }

        foreach (var (index, item) in list.EnumerateArray().Index())
        {
            var fields = new BodyFields(item);
            var name = fields.Text("filename", 0, MaxFileName);
            var content = fields.Text("content", 0, int.MaxValue);
            errors.AddRange(fields.Errors.Select(error => error with { Location = ["body", "files", index, .. error.Location.Skip(1)] }));
            if (fields.Errors.Count == 0 && !files.TryAdd(name!, content!))
            {
                errors.Add(new ValidationError("value_error", ["body", "files", index, "filename"], $"'{name}' is given twice"));
            }
        }

        return files;
    }
}
