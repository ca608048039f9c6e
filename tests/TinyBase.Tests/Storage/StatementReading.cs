using TinyBase.Storage;

namespace TinyBase.Tests.Storage;

internal static class StatementReading
{
    /// <summary>How many notes of a <see cref="TestDatabase"/> the snapshot of a connection shows.</summary>
    public static long CountNotes(this Connection connection)
    {
        var statement = connection.Prepare("SELECT count(*) FROM note");
        statement.Step();
        var count = statement.Integer(0);
        statement.Reset();
        return count;
    }

    /// <summary>Whether a statement gives any row.</summary>
    public static bool Exists(this Statement statement)
    {
        var any = statement.Step();
        statement.Reset();
        return any;
    }
}
