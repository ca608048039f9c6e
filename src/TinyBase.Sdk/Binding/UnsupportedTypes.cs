using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Sdk.Binding;

/// <summary>Finds in the types of a function what can never be read or written, before a call does.</summary>
internal static class UnsupportedTypes
{
    /// <exception cref="NotSupportedException">A part of it cannot be read from JSON.</exception>
    public static void RefuseInput(JsonTypeInfo type) =>
        Refuse(type, place: null, member => member.Set is not null || member.AssociatedParameter is not null, InputRefusal, []);

    /// <exception cref="NotSupportedException">A part of it cannot be written as JSON.</exception>
    public static void RefuseResult(JsonTypeInfo type) => Refuse(type, place: null, member => member.Get is not null, ResultRefusal, []);

    /// <summary>Whether it would have to be waited for while it is written.</summary>
    public static bool IsAsyncSequence(Type type) => type.GetInterfaces().Prepend(type).Any(
        each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));

    private static void Refuse(JsonTypeInfo type, string? place, Func<JsonPropertyInfo, bool> isUsed, Func<JsonTypeInfo, string?> refusal, HashSet<Type> seen)
    {
        if (Nullable.GetUnderlyingType(type.Type) is { } structure) type = type.Options.GetTypeInfo(structure);
        if (!seen.Add(type.Type)) return;
        if (refusal(type) is { } reason) throw new NotSupportedException($"{(place is null ? "" : place + ": ")}{reason}");
        foreach (var part in new[] { type.ElementType, type.KeyType }.OfType<Type>()) Refuse(type.Options.GetTypeInfo(part), place, isUsed, refusal, seen);
        foreach (var derived in type.PolymorphismOptions?.DerivedTypes ?? [])
        {
            Refuse(type.Options.GetTypeInfo(derived.DerivedType), derived.DerivedType.Name, isUsed, refusal, seen);
        }

        if (type.Kind != JsonTypeInfoKind.Object) return;
        // Those with a converter of their own are for that to read and write; what else there is in an input lies in one of any type.
        foreach (var member in type.Properties.Where(member => member is { CustomConverter: null, IsExtensionData: false } && isUsed(member)))
        {
            Refuse(type.Options.GetTypeInfo(member.PropertyType), $"'{member.Name}' of {type.Type.Name}", isUsed, refusal, seen);
        }
    }

    private static string? InputRefusal(JsonTypeInfo type) =>
        IsCode(type.Type) || IsAsyncSequence(type.Type) ? $"{type.Type.Name} is not data"
        : type is { Kind: JsonTypeInfoKind.Object, CreateObject: null, PolymorphismOptions: null, Type.IsAbstract: true } ? "an interface or an abstract class cannot be made"
        : null;

    private static string? ResultRefusal(JsonTypeInfo type) =>
        IsCode(type.Type) || IsAsyncSequence(type.Type) || typeof(Task).IsAssignableFrom(type.Type) ? $"{type.Type.Name} is not data" : null;

    /// <summary>What the serializer refuses to look into, and what has data only while it is used.</summary>
    private static bool IsCode(Type type) => type == typeof(nint) || type == typeof(nuint) || type == typeof(SerializationInfo)
        || typeof(MemberInfo).IsAssignableFrom(type) || typeof(Delegate).IsAssignableFrom(type) || typeof(Stream).IsAssignableFrom(type);
}
