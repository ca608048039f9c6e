using TinyBase.Client;

namespace TinyBase.Examples.LoadData;

/// <summary>The server refused a row of a file.</summary>
public sealed class LoadException : Exception
{
    internal LoadException(DataFile file, DataRow row, TinyBaseException refused)
        : base($"{file.FileName}, row {row.Number}: {Reason(row, refused)}", refused)
    {
    }

    private static string Reason(DataRow row, TinyBaseException refused) => refused.Errors.Count == 0
        ? refused.Message
        : string.Join("; ", refused.Errors.Select(error => $"{error.Field} = {Value(row, error.Field)}: {error.Message}"));

    private static string Value(DataRow row, string field) => row.Data[field]?.ToJsonString() ?? "null";
}
