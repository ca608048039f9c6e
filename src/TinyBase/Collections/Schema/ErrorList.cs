using System.Collections.Immutable;
using System.Text.Json;

using TinyBase.Hosting;

namespace TinyBase.Collections.Schema;

/// <summary>Collects the errors of one record. A valid record costs it nothing.</summary>
internal struct ErrorList(RecordOrigin origin)
{
    public static readonly FieldProblem Missing = new("missing", "Field required");

    public static readonly FieldProblem Unknown = new("extra_forbidden", "Extra inputs are not permitted");

    private List<ValidationError>? _errors;

    public readonly IReadOnlyList<ValidationError> Errors => _errors is null ? [] : _errors;

    /// <summary>Adds a problem and those chained to it.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="location">Where in the record it is.</param>
    /// <param name="input">The offending value, where the problem does not carry it.</param>
    public void Add(FieldProblem problem, ImmutableArray<object> location, JsonElement input)
    {
        _errors ??= [];
        for (var next = problem; next is not null && _errors.Count < ValidationError.MaxCount; next = next.Next)
        {
            _errors.Add(new ValidationError(
                next.Type,
                [.. origin.Location, .. location, .. next.Path],
                next.Message,
                next.Input ?? (next.Path.IsEmpty ? InputEcho.Of(input) : null),
                next.Context));
        }
    }
}
