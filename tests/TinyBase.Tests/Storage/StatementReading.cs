using TinyBase.Storage;

namespace TinyBase.Tests.Storage;

internal static class StatementReading
{
    /// <summary>Whether a statement gives any row.</summary>
    public static bool Exists(this Statement statement)
    {
        var any = statement.Step();
        statement.Reset();
        return any;
    }
}
