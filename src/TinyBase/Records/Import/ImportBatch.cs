using System.Buffers;
using System.Runtime.InteropServices;

using TinyBase.Collections;
using TinyBase.Collections.Schema;
using TinyBase.Hosting;

namespace TinyBase.Records.Import;

/// <summary>
/// Lines of an import that are written in one operation: their bytes, and what they come to under one version of the collection. Its
/// memory is used again for the lines that follow.
/// </summary>
internal sealed class ImportBatch : IDisposable
{
    /// <summary>An operation on the writer takes some ten milliseconds with so many; other writers wait for as long.</summary>
    private const int MaxLines = 4096;
    private const int MaxBytes = 1 << 20;
    private const int MaxErrors = 2000;
    private const int MaxValues = 1 << 16;

    private static readonly ReadOnlyMemory<byte> ByteOrderMark = new([0xEF, 0xBB, 0xBF]);

    private readonly List<ImportLine> _lines = [];
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private ValueArena _arena = new(64 * 1024);
    private FieldValue[] _values = [];
    private CollectionModel? _model;
    private int _used;
    private int _lineStart;
    private int _errors;

    /// <summary>The version of the collection that the lines were validated under.</summary>
    public CollectionModel Model => _model!;

    public int Count => _lines.Count;

    public bool IsFull =>
        _lines.Count >= MaxLines
        || _lineStart >= MaxBytes
        || _errors >= MaxErrors
        || _lines.Count * Model.Schema.Fields.Length >= MaxValues;

    /// <summary>How long the line is that has begun.</summary>
    public int Unfinished => _used - _lineStart;

    /// <summary>The number of the last line that was looked at, blank ones included.</summary>
    public long LastNumber { get; private set; }

    public ref ImportLine this[int index] => ref CollectionsMarshal.AsSpan(_lines)[index];

    public ReadOnlySpan<FieldValue> Values(int index) => Row(index);

    /// <summary>Starts over under a version of the collection.</summary>
    public void Begin(CollectionModel model)
    {
        _model = model;
        _lines.Clear();
        _used = _lineStart = _errors = 0;
        if (_bytes.Length > 2 * MaxBytes) Resize(MaxBytes);
        if (_arena.Size > 2 * MaxBytes) _arena = new ValueArena(MaxBytes);
        _arena.Clear();
    }

    /// <summary>Takes the line that another batch has begun.</summary>
    public void ContinueLine(ImportBatch other)
    {
        Append(other._bytes.AsSpan(other._lineStart, other.Unfinished));
        other._used = other._lineStart;
    }

    /// <summary>Adds bytes to the line that has begun.</summary>
    public void Append(ReadOnlySpan<byte> part)
    {
        if (_bytes.Length - _used < part.Length) Resize(Math.Max(_bytes.Length * 2, _used + part.Length));
        part.CopyTo(_bytes.AsSpan(_used));
        _used += part.Length;
    }

    /// <summary>Drops the line that has begun.</summary>
    public void DropLine() => _used = _lineStart;

    /// <summary>Ends the line and validates it; a blank one is none.</summary>
    public void EndLine(long number)
    {
        LastNumber = number;
        if (number == 1 && _bytes.AsSpan(0, _used).StartsWith(ByteOrderMark.Span)) _lineStart = ByteOrderMark.Length;
        if (_bytes.AsSpan(_lineStart, Unfinished).ContainsAnyExcept(" \t\r"u8))
        {
            _lines.Add(new ImportLine { Number = number, Start = _lineStart, Length = Unfinished });
            Validate(_lines.Count - 1);
        }

        _lineStart = _used;
    }

    /// <summary>Refuses a line whose bytes were not kept.</summary>
    public void Refuse(long number, RecordOutcome refusal)
    {
        LastNumber = number;
        _lines.Add(new ImportLine { Number = number, Start = _lineStart, Refusal = refusal });
        _errors++;
    }

    /// <summary>Validates all lines again, under another version of the collection.</summary>
    public void Validate(CollectionModel model)
    {
        _model = model;
        _arena.Clear();
        for (var i = 0; i < _lines.Count; i++)
        {
            ref var line = ref this[i];
            // What hooks rejected stays rejected.
            if (line.Hooked is { Body: { } body }) Validate(i, body);
            else if (line is { Length: > 0, Refusal.Result: not (RecordResult.Rejected or RecordResult.Failed or RecordResult.Unavailable) } or { Refusal: null }) Validate(i);
        }
    }

    /// <summary>Validates what hooks left of a line.</summary>
    public void Take(int index, HookedRecord hooked)
    {
        this[index].Hooked = hooked;
        if (hooked.Body is { } body) Validate(index, body);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Validate(int index)
    {
        ref var line = ref this[index];
        var problem = StrictJson.TryParse(_bytes.AsMemory(line.Start, line.Length), line.Number, out var document);
        using (document)
        {
            if (problem is not null)
            {
                Refuse(ref line, new RecordOutcome(RecordResult.Invalid, Errors: [problem], Reason: $"{problem.Message}: {problem.Context!["error"]}"));
            }
            else if (RecordBody.Find(document!.RootElement, out var body) is { } wrong) Refuse(ref line, RecordOutcome.Invalid([wrong]));
            else Validate(index, body);
        }
    }

    private void Validate(int index, RecordBody body)
    {
        ref var line = ref this[index];
        line.IsFlat = body.IsFlat;
        line.Refusal = null;
        if (body.Check(Model) is { } unclear) Refuse(ref line, RecordOutcome.Invalid([unclear]));
        else if (!Model.Validator.TryCreate(body.Data, body.Origin(Model), _arena, Row(index), out var errors)) Refuse(ref line, RecordOutcome.Invalid(errors));
    }

    private void Refuse(ref ImportLine line, RecordOutcome refusal)
    {
        line.Refusal = refusal;
        _errors += refusal.Errors!.Count;
    }

    private Span<FieldValue> Row(int index)
    {
        var fields = Model.Schema.Fields.Length;
        if (_values.Length < (index + 1) * fields) Array.Resize(ref _values, Math.Max(_values.Length * 2, (index + 1) * fields));
        return _values.AsSpan(index * fields, fields);
    }

    private void Resize(int size)
    {
        var other = ArrayPool<byte>.Shared.Rent(size);
        _bytes.AsSpan(0, _used).CopyTo(other);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = other;
    }
}
