using TinyBase.Storage;

namespace TinyBase.Scheduling.Jobs;

/// <summary>Brings the statistics up to date that the engine chooses indexes by.</summary>
internal sealed class StatisticsJob(Database database) : ISystemJob
{
    public string Name => "planner_statistics";

    public string Title => "Update query planner statistics";

    public TimeSpan Interval => TimeSpan.FromDays(1);

    public Task Run(CancellationToken cancel) => database.Writer.Run(
        session =>
        {
            session.Connection.Execute(SqliteDialect.Analyze);
            return Written.Keep(true);
        },
        alone: true,
        purpose: "statistics of the database are being made",
        cancel: cancel);
}
