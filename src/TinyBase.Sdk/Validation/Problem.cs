namespace TinyBase.Sdk.Validation;

/// <summary>Why a value does not fit, in the terms of the REST API.</summary>
/// <param name="Type">A name for the kind of problem that programs can rely on.</param>
/// <param name="Message">What would be right, for people.</param>
/// <param name="Context">The figures and names of the message, or null.</param>
internal sealed record Problem(string Type, string Message, IReadOnlyDictionary<string, object>? Context = null)
{
    public static Problem Missing { get; } = new("missing", "Field required");

    public static Problem NotAnObject { get; } = new("dict_type", "Input should be a valid dictionary");

    public static Problem NotAList { get; } = new("list_type", "Input should be a valid list");

    public static Problem TooShort(int limit) => new(
        "string_too_short", $"String should have at least {limit} character{(limit == 1 ? "" : "s")}", One("min_length", limit));

    public static Problem TooLong(int limit) => new(
        "string_too_long", $"String should have at most {limit} character{(limit == 1 ? "" : "s")}", One("max_length", limit));

    public static Problem AtLeast(object limit) => new(
        "greater_than_equal", FormattableString.Invariant($"Input should be greater than or equal to {limit}"), One("ge", limit));

    public static Problem AtMost(object limit) => new(
        "less_than_equal", FormattableString.Invariant($"Input should be less than or equal to {limit}"), One("le", limit));

    /// <summary>One of some texts or numbers.</summary>
    public static Problem OneOf(IReadOnlyList<object> values)
    {
        var quoted = values.Select(value => value is string ? $"'{value}'" : FormattableString.Invariant($"{value}")).ToList();
        var expected = quoted.Count < 2 ? string.Concat(quoted) : $"{string.Join(", ", quoted.SkipLast(1))} or {quoted[^1]}";
        return new Problem("enum", $"Input should be {expected}", One("expected", expected));
    }

    public static Problem Value(string reason) => new("value_error", $"Value error, {reason}");

    public static Dictionary<string, object> One(string name, object value) => new() { [name] = value };
}
