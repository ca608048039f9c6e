using System.Collections.Immutable;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

using TinyBase.Hosting;

namespace TinyBase.Records;

/// <summary>A condition as a query has it: <c>filter[field][operator]=text</c>, or <c>filter[field]=text</c> for equality.</summary>
/// <param name="Parameter">The name of the parameter as it was sent.</param>
/// <param name="Field">The field.</param>
/// <param name="Operator">The operator.</param>
/// <param name="Text">The value.</param>
internal sealed record ListFilter(string Parameter, string Field, string Operator, string Text)
{
    private const int MaxCount = 32;
    private const string Prefix = "filter";

    /// <summary>Finds all conditions of a query, in their order; also those of one name, which the framework would merge.</summary>
    public static ImmutableArray<ListFilter> ReadAll(QueryString query, QueryParameters parameters)
    {
        if (!query.HasValue) return [];
        var found = ImmutableArray.CreateBuilder<ListFilter>();
        foreach (var pair in new QueryStringEnumerable(query.Value))
        {
            var name = pair.DecodeName().Span;
            if (!name.StartsWith(Prefix) || (name.Length > Prefix.Length && name[Prefix.Length] != '[')) continue;
            if (found.Count == MaxCount)
            {
                parameters.Add("too_long", Prefix, $"There can be at most {MaxCount} filters", string.Empty, ("max_length", MaxCount));
                return [];
            }

            var text = pair.DecodeValue().ToString();
            if (Split(name) is var (field, comparison)) found.Add(new ListFilter(name.ToString(), field, comparison, text));
            else parameters.Add("value_error", name.ToString(), "A filter is filter[field]=value or filter[field][operator]=value", text);
        }

        return found.DrainToImmutable();
    }

    private static (string Field, string Operator)? Split(ReadOnlySpan<char> name)
    {
        var rest = name[Prefix.Length..];
        if (rest.IsEmpty) return null;
        var close = rest.IndexOf(']');
        if (close < 0) return null;
        var field = rest[1..close].ToString();
        rest = rest[(close + 1)..];
        if (rest.IsEmpty) return (field, "eq");
        return rest is ['[', .. var comparison, ']'] ? (field, comparison.ToString()) : null;
    }
}
