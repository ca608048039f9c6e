namespace TinyBase.Client;

/// <summary>The direction of an order.</summary>
public enum SortOrder
{
    /// <summary>From small to great, from old to new.</summary>
    Ascending,

    /// <summary>From great to small, from new to old.</summary>
    Descending,
}
