namespace TinyBase.Scheduling;

/// <summary>
/// Housekeeping of the server that runs at intervals, beside the schedules of users and in the same list. Of several engines one runs it at
/// a time. A job that is cut off runs again at its next time, so it must be able to go on from wherever it was.
/// </summary>
public interface ISystemJob
{
    /// <summary>The name, in snake_case; it stays the same from version to version.</summary>
    string Name { get; }

    /// <summary>What it does, in a few words.</summary>
    string Title { get; }

    /// <summary>How often it runs, one second at least; asked before each run.</summary>
    TimeSpan Interval { get; }

    /// <summary>Does the work.</summary>
    /// <param name="cancel">Cancelled when the server stops.</param>
    /// <returns>A task that ends with the work; an exception is shown as the job's last error.</returns>
    Task Run(CancellationToken cancel);
}
