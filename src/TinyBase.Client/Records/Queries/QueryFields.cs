using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TinyBase.Client;

/// <summary>Finds the fields that members of a record are, by the names that its data is written with.</summary>
internal sealed class QueryFields(JsonTypeInfo type)
{
    public Sort Ascending(LambdaExpression member) => Sort.By(Key(member).Name);

    public Sort Descending(LambdaExpression member) => Sort.ByDescending(Key(member).Name);

    /// <summary>The field that an expression is, with nothing but harmless conversions around it.</summary>
    public QueryField Find(Expression expression)
    {
        var inner = MemberConversion.Strip(expression);
        return inner switch
        {
            MemberExpression { Member.Name: nameof(Nullable<int>.Value), Expression: { } nullable }
                when Nullable.GetUnderlyingType(nullable.Type) is not null => Find(nullable),
            MemberExpression { Expression: { } owner } member when IsData(owner) => OfData(member),
            MemberExpression { Expression: { } owner } member when IsRecord(owner) => OfRecord(member),
            MemberExpression => throw Untranslatable.Because(
                inner, $"Only members of {type.Type.Name} itself are fields; what is inside of one cannot be asked for."),
            _ => throw Untranslatable.Because(inner, $"Only a member of {type.Type.Name} can stand here, such as m => m.Title."),
        };
    }

    private QueryField Key(LambdaExpression member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return Find(member.Body);
    }

    // Where T is a type parameter, the compiler converts the record to the interface that has the member.
    private bool IsData(Expression owner) => MemberConversion.Uncast(owner) switch
    {
        ParameterExpression parameter => parameter.Type == type.Type,
        MemberExpression { Member.Name: nameof(Record<>.Data), Expression: { } record } => IsRecord(record),
        _ => false,
    };

    private bool IsRecord(Expression owner) => owner is ParameterExpression parameter && parameter.Type != type.Type;

    private static QueryField OfRecord(MemberExpression member) => member.Member.Name switch
    {
        nameof(Record<>.Id) => new QueryField("id", member.Type, null),
        nameof(Record<>.OwnerId) => new QueryField("owner_id", member.Type, null),
        nameof(Record<>.CreatedAt) => new QueryField("created_at", member.Type, null),
        nameof(Record<>.UpdatedAt) => new QueryField("updated_at", member.Type, null),
        _ => throw Untranslatable.Because(member, "Of a record, Id, OwnerId, CreatedAt, UpdatedAt and the members of Data can be asked for."),
    };

    private QueryField OfData(MemberExpression member)
    {
        if (!TryFindProperty(member.Member, out var property))
        {
            throw Untranslatable.Because(member, type.Properties.Count == 0
                ? $"{type.Type.Name} has no members that are fields; use Where(Filter) or a ListQuery with the names of the fields."
                : $"The member is not in the JSON of {type.Type.Name}.");
        }

        return property.Name is "id" or "owner_id" or "created_at" or "updated_at"
            ? throw Untranslatable.Because(
                member,
                $"'{property.Name}' is what every record has, not the field of that name: Where((Record<{type.Type.Name}> r) => …) asks for it.")
            : new QueryField(property.Name, member.Type, property);
    }

    private bool TryFindProperty(MemberInfo member, [NotNullWhen(true)] out JsonPropertyInfo? found)
    {
        // A member that hides another of its name hides it from JSON too, so names tell members apart.
        found = type.Properties.FirstOrDefault(property => property.AttributeProvider is MemberInfo source && source.Name == member.Name);
        if (found is null)
        {
            // Metadata made by hand need not tell where it comes from.
            var name = member.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
                ?? type.Options.PropertyNamingPolicy?.ConvertName(member.Name)
                ?? member.Name;
            found = type.Properties.FirstOrDefault(property => property.AttributeProvider is null && property.Name == name);
        }

        // What is ignored can be among the properties, but is neither read nor written.
        return found is { IsExtensionData: false } and not { Get: null, Set: null };
    }
}
