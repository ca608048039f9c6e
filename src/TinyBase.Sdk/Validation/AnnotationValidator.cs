using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace TinyBase.Sdk.Validation;

/// <summary>Holds values to their data annotations, through objects and collections, and gathers all that is wrong.</summary>
internal sealed class AnnotationValidator(JsonSerializerOptions options)
{
    // The deserializer refuses deeper input; objects that hold themselves end here too.
    private const int MaxDepth = 64;

    private readonly ConcurrentDictionary<Type, TypeRules> _rules = new();

    /// <summary>Checks a member's value and whatever it consists of.</summary>
    /// <param name="owner">The object that it is a member of; the value itself for a parameter.</param>
    public void Check(MemberRules member, object? value, object? owner, InputPath path, InputErrors errors, IServiceProvider? services) =>
        Check(member, value, owner, path, new Run(errors, services), depth: 0);

    /// <summary>Checks an object and whatever it consists of.</summary>
    public void Check(object? value, InputPath path, InputErrors errors, IServiceProvider? services) =>
        CheckParts(value, refusesNull: false, path, new Run(errors, services), depth: 0);

    private void Check(MemberRules member, object? value, object? owner, InputPath path, Run run, int depth)
    {
        foreach (var annotation in member.Annotations)
        {
            var context = new ValidationContext(owner ?? member, member.Name, run.Services, items: null) { MemberName = member.ClrName };
            try
            {
                if (Result(annotation, value, context) is { } result) run.Errors.Add(AnnotationProblem.Of(annotation, value, result.ErrorMessage), path);
            }
            catch (RegexMatchTimeoutException slow)
            {
                run.Errors.Add(Problem.Value($"it takes too long to compare this text with the pattern '{slow.Pattern}'"), path);
            }
        }

        CheckParts(value, member.RefusesNullElements, path, run, depth);
    }

    private void CheckParts(object? value, bool refusesNull, InputPath path, Run run, int depth)
    {
        if (value is null or string || depth > MaxDepth || run.Errors.IsFull || !options.TryGetTypeInfo(value.GetType(), out var type)) return;
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object:
                CheckObject(value, type, path, run, depth);
                break;
            case JsonTypeInfoKind.Dictionary when value is IDictionary entries:
                foreach (DictionaryEntry entry in entries) CheckElement(entry.Value, type, refusesNull, path.Name(entry.Key.ToString()!), run, depth);
                break;
            case JsonTypeInfoKind.Enumerable when refusesNull || HasParts(type):
                var index = 0;
                foreach (var item in Items(value, type)) CheckElement(item, type, refusesNull, path.Index(index++), run, depth);
                break;
            default:
                break;
        }
    }

    private void CheckElement(object? value, JsonTypeInfo collection, bool refusesNull, InputPath path, Run run, int depth)
    {
        if (value is not null)
        {
            CheckParts(value, refusesNull: false, path, run, depth + 1);
        }
        else if (refusesNull)
        {
            var type = options.GetTypeInfo(collection.ElementType!);
            run.Errors.Add(LeafProblem.Of(type, default) ?? Problem.Value("null is not allowed"), path);
        }
    }

    private void CheckObject(object value, JsonTypeInfo type, InputPath path, Run run, int depth)
    {
        var rules = _rules.GetOrAdd(type.Type, _ => TypeRules.Of(type));
        foreach (var member in rules.Members) Check(member, member.Get(value), value, path.Name(member.Name), run, depth + 1);
        var context = new ValidationContext(value, run.Services, items: null);
        foreach (var annotation in rules.Annotations)
        {
            if (Result(annotation, value, context) is { } result) Add(result, rules, path, run);
        }

        if (value is not IValidatableObject validatable) return;
        foreach (var result in validatable.Validate(context).Where(result => result != ValidationResult.Success)) Add(result, rules, path, run);
    }

    private static ValidationResult? Result(ValidationAttribute annotation, object? value, ValidationContext context)
    {
        try
        {
            return annotation.GetValidationResult(value, context);
        }
        catch (InvalidCastException)
        {
            // [StringLength] on something that is no text and the like: the author's mistake, which no input can mend.
            throw new InvalidOperationException($"[{annotation.GetType().Name.Replace("Attribute", "", StringComparison.Ordinal)}] does not fit '{context.MemberName}'");
        }
    }

    private static void Add(ValidationResult result, TypeRules rules, InputPath path, Run run)
    {
        var problem = Problem.Value(result.ErrorMessage ?? "the value does not fit");
        var members = rules.Members.Where(member => result.MemberNames.Contains(member.ClrName)).ToList();
        foreach (var member in members) run.Errors.Add(problem, path.Name(member.Name));
        if (members.Count == 0) run.Errors.Add(problem, path);
    }

    /// <summary>A <c>Memory&lt;T&gt;</c> is a list in JSON, but no collection.</summary>
    private static IEnumerable Items(object list, JsonTypeInfo type) =>
        list as IEnumerable ?? (IEnumerable)type.Type.GetMethod(nameof(Memory<>.ToArray), Type.EmptyTypes)!.Invoke(list, null)!;

    private bool HasParts(JsonTypeInfo collection) =>
        !collection.ElementType!.IsPrimitive && options.GetTypeInfo(collection.ElementType).Kind != JsonTypeInfoKind.None;

    /// <summary>What stays the same through one validation.</summary>
    private readonly record struct Run(InputErrors Errors, IServiceProvider? Services);
}
