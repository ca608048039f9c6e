namespace TinyBase.Storage;

/// <summary>What a downgrade takes out of the database for good.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column; null if the whole table goes.</param>
/// <param name="Rows">How many rows the table has.</param>
internal sealed record DowngradeLoss(string Table, string? Column, long Rows);
