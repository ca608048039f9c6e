namespace TinyBase.Storage;

/// <summary>What a downgrade takes out of the database for good.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column; null if the whole table or whole rows go.</param>
/// <param name="Rows">How many rows lose it.</param>
internal sealed record DowngradeLoss(string Table, string? Column, long Rows)
{
    /// <summary>Whether the table stays, without these rows.</summary>
    public bool IsOfRows { get; init; }
}
