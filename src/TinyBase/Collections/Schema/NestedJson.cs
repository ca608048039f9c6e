using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

using TinyBase.Hosting;

namespace TinyBase.Collections.Schema;

/// <summary>Builds the JSON of a list or dict from its checked parts, and gathers what is wrong with them.</summary>
internal sealed class NestedJson : IDisposable
{
    private static readonly JsonWriterOptions Unescaped =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _json;
    private readonly ValueArena _texts;
    private readonly List<FieldProblem> _problems = [];

    private NestedJson(int size)
    {
        _json = new ArrayBufferWriter<byte>(size);
        _texts = new ValueArena(size);
        Writer = new Utf8JsonWriter(_json, Unescaped);
    }

    public Utf8JsonWriter Writer { get; }

    /// <summary>Begins with a value that can be written as JSON again; the problem where it cannot.</summary>
    public static FieldProblem? TryOpen(JsonElement value, out NestedJson? nested)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        var problem = JsonCompactor.TryCompact(raw, new byte[raw.Length], out _);
        nested = problem is null ? new NestedJson(raw.Length) : null;
        return problem;
    }

    /// <summary>Checks a part and writes it.</summary>
    /// <param name="field">What the part should be.</param>
    /// <param name="step">Its key or index.</param>
    /// <param name="part">What was given.</param>
    public void Write(FieldDefinition field, object step, JsonElement part)
    {
        if (part.ValueKind == JsonValueKind.Null && field.Nullable)
        {
            Writer.WriteNullValue();
        }
        else if (field.TryTake(part, _texts, out var value, out var problem))
        {
            field.Type.WriteJson(value, Writer);
        }
        else
        {
            Add(problem, step, part);
        }
    }

    /// <summary>Adds a problem and those chained to it; a value of nothing but mistakes is cut short.</summary>
    public void Add(FieldProblem problem, object step, JsonElement part)
    {
        for (var next = problem; next is not null && _problems.Count < ValidationError.MaxCount; next = next.Next)
        {
            _problems.Add(next with
            {
                Path = [step, .. next.Path],
                Input = next.Input ?? (next.Path.IsEmpty ? InputEcho.Of(part) : null),
                Next = null,
            });
        }
    }

    /// <summary>Ends the value.</summary>
    public bool TryFinish(ValueArena arena, out FieldValue result, [NotNullWhen(false)] out FieldProblem? problem)
    {
        result = default;
        problem = null;
        for (var i = _problems.Count - 1; i >= 0; i--)
        {
            problem = _problems[i] with { Next = problem };
        }

        if (problem is not null)
        {
            return false;
        }

        Writer.Flush();
        problem = JsonCompactor.TryCompact(_json.WrittenSpan, arena.Reserve(_json.WrittenCount), out var written);
        if (problem is not null)
        {
            return false;
        }

        result = arena.Commit(written);
        return true;
    }

    public void Dispose() => Writer.Dispose();
}
