using TinyBase.Storage;

namespace TinyBase.Scheduling.Jobs;

/// <summary>Lets the engine do what it thinks is due: new statistics where a table has changed a lot.</summary>
internal sealed class OptimizeJob(Database database) : ISystemJob
{
    public string Name => "optimize_database";

    public string Title => "Optimize the database";

    public TimeSpan Interval => TimeSpan.FromHours(1);

    public Task Run(CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            session.Connection.Execute(SqliteDialect.Optimize);
            return Written.Keep(true);
        },
        alone: true,
        purpose: "the database is being optimized",
        cancel: cancel);
}
