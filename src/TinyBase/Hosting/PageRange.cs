using TinyBase.Hosting.Describing;

namespace TinyBase.Hosting;

/// <summary>Which part of a list is asked for, as <c>limit</c> and <c>offset</c>.</summary>
internal readonly record struct PageRange(int Limit, int Offset)
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    /// <summary>As much as there can be in one page.</summary>
    public static PageRange First { get; } = new(MaxLimit, 0);

    /// <summary>How the API document describes both.</summary>
    public static IReadOnlyList<ParameterDescription> Parameters { get; } = Describe(DefaultLimit);

    /// <summary>The same for a list that is answered whole unless a part is asked for.</summary>
    public static IReadOnlyList<ParameterDescription> AllParameters { get; } = Describe(MaxLimit);

    public static PageRange Of(QueryParameters query) => Of(query, DefaultLimit);

    public static PageRange AllOf(QueryParameters query) => Of(query, MaxLimit);

    private static PageRange Of(QueryParameters query, int limit) =>
        new(query.Integer("limit", limit, 1, MaxLimit), query.Integer("offset", 0, 0, int.MaxValue));

    private static IReadOnlyList<ParameterDescription> Describe(int limit) =>
    [
        ParameterDescription.Query("limit", Schemas.Integer(1, MaxLimit, absent: limit), "How many at most."),
        ParameterDescription.Query("offset", Schemas.Integer(0, int.MaxValue, absent: 0), "How many to pass over."),
    ];
}
