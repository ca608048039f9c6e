using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Sdk.Validation;

/// <summary>
/// Finds everything in an input that does not have the shape of its type. The deserializer stops at the first such place; this looks
/// at all of them, once that has happened.
/// </summary>
internal sealed class ShapeChecker(InputErrors errors)
{
    public void Check(JsonElement value, JsonTypeInfo type, InputPath path)
    {
        if (errors.IsFull) return;
        // What is known of a nullable structure has its kind, but not its parts.
        if (value.ValueKind != JsonValueKind.Null && Nullable.GetUnderlyingType(type.Type) is { } structure) type = type.Options.GetTypeInfo(structure);
        switch (type.Kind, value.ValueKind)
        {
            case (JsonTypeInfoKind.Object, JsonValueKind.Object) when type.PolymorphismOptions is { } kinds:
                CheckKind(value, type, kinds, path);
                break;
            case (JsonTypeInfoKind.Object, JsonValueKind.Object):
                CheckMembers(value, type, path);
                break;
            case (JsonTypeInfoKind.Dictionary, JsonValueKind.Object):
                CheckEntries(value, type, path);
                break;
            case (JsonTypeInfoKind.Enumerable, JsonValueKind.Array):
                CheckItems(value, type, path);
                break;
            default:
                CheckWhole(value, type, path);
                break;
        }
    }

    /// <summary>Checks an object that says in one of its members of which type it is.</summary>
    private void CheckKind(JsonElement value, JsonTypeInfo type, JsonPolymorphismOptions kinds, InputPath path)
    {
        var named = kinds.DerivedTypes.Where(derived => derived.TypeDiscriminator is not null).ToList();
        if (named.Count == 0)
        {
            CheckWhole(value, type, path);
            return;
        }

        var place = path.Name(kinds.TypeDiscriminatorPropertyName);
        if (!value.TryGetProperty(kinds.TypeDiscriminatorPropertyName, out var given))
        {
            if (type.Type.IsAbstract) errors.Add(Problem.Missing, place);
            else CheckMembers(value, type, path);
            return;
        }

        var at = named.FindIndex(derived => IsSame(given, derived.TypeDiscriminator!));
        if (at >= 0) CheckMembers(value, type.Options.GetTypeInfo(named[at].DerivedType), path);
        else if (kinds.IgnoreUnrecognizedTypeDiscriminators) CheckMembers(value, type, path);
        else errors.Add(Problem.OneOf([.. named.Select(derived => derived.TypeDiscriminator!)]), place);
    }

    private static bool IsSame(JsonElement given, object discriminator) => discriminator is string text
        ? given.ValueKind == JsonValueKind.String && given.ValueEquals(text)
        : given.ValueKind == JsonValueKind.Number && given.TryGetInt32(out var number) && number.Equals(discriminator);

    private void CheckMembers(JsonElement value, JsonTypeInfo type, InputPath path)
    {
        var before = errors.IsEmpty;
        foreach (var member in type.Properties)
        {
            var place = path.Name(member.Name);
            if (!value.TryGetProperty(member.Name, out var given))
            {
                if (member.IsRequired || member.AssociatedParameter is { HasDefaultValue: false }) errors.Add(Problem.Missing, place);
            }
            else if (member.Set is not null || member.AssociatedParameter is not null)
            {
                CheckMember(given, type, member, place);
            }
        }

        // A constructor may refuse what its parts allow.
        if (before && errors.IsEmpty) CheckWhole(value, type, path);
    }

    private void CheckMember(JsonElement given, JsonTypeInfo type, JsonPropertyInfo member, InputPath place)
    {
        var memberType = type.Options.GetTypeInfo(member.PropertyType);
        if (member.CustomConverter is not null || member.NumberHandling is not null)
        {
            return;
        }

        if (given.ValueKind != JsonValueKind.Null || !member.PropertyType.IsValueType && member.IsSetNullable)
        {
            Check(given, memberType, place);
        }
        else if (Nullable.GetUnderlyingType(member.PropertyType) is null)
        {
            errors.Add(LeafProblem.Of(memberType, given) ?? Problem.Value("null is not allowed"), place);
        }
    }

    private void CheckEntries(JsonElement value, JsonTypeInfo type, InputPath path)
    {
        if (type.KeyType != typeof(string))
        {
            CheckWhole(value, type, path);
            return;
        }

        var element = type.Options.GetTypeInfo(type.ElementType!);
        foreach (var entry in value.EnumerateObject()) Check(entry.Value, element, path.Name(entry.Name));
    }

    private void CheckItems(JsonElement value, JsonTypeInfo type, InputPath path)
    {
        var element = type.Options.GetTypeInfo(type.ElementType!);
        var index = 0;
        foreach (var item in value.EnumerateArray()) Check(item, element, path.Index(index++));
    }

    private void CheckWhole(JsonElement value, JsonTypeInfo type, InputPath path)
    {
        try
        {
            var read = JsonSerializer.Deserialize(value, type);
            if (value.ValueKind == JsonValueKind.Number && IsInfinite(read)) errors.Add(LeafProblem.Of(type, value)!, path);
        }
        catch (JsonException e)
        {
            var inside = e.Path is { Length: > 1 };
            errors.Add((inside ? null : LeafProblem.Of(type, value)) ?? Problem.Value("the value does not fit"), path.Follow(e.Path));
        }
        catch (Exception error) when (Misfit.Is(error))
        {
            errors.Add(error, path);
        }
    }

    private static bool IsInfinite(object? read) => read switch
    {
        double real => double.IsInfinity(real),
        float real => float.IsInfinity(real),
        _ => false,
    };
}
