using System.Text.Json;

using TinyBase.Hosting;
using TinyBase.Scheduling.Endpoints;

namespace TinyBase.Scheduling;

/// <summary>What the operator's commands do with schedules, be it in the database itself or through the server that holds it.</summary>
internal interface IScheduleAdministration
{
    /// <summary>Whether a server is there to run them.</summary>
    bool HasServer { get; }

    /// <summary>All schedules, up to <see cref="ScheduleAnswers.MaxLimit"/>.</summary>
    Task<ScheduleList> List(CancellationToken cancel);

    /// <summary>One schedule, or null.</summary>
    Task<ScheduleView?> Find(string id, CancellationToken cancel);

    /// <summary>Makes a schedule.</summary>
    /// <param name="body">What it is to be, as the endpoint takes it.</param>
    /// <param name="cancel">Cancels it.</param>
    /// <exception cref="AdministrationException">It is refused; the message says why.</exception>
    Task<ScheduleView> Create(JsonElement body, CancellationToken cancel);

    /// <summary>Enables or disables a schedule.</summary>
    /// <returns>The schedule; null if there is none.</returns>
    /// <exception cref="AdministrationException">It is refused; the message says why.</exception>
    Task<ScheduleView?> SetActive(string id, bool isActive, CancellationToken cancel);

    /// <summary>Deletes a schedule.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="AdministrationException">It is refused; the message says why.</exception>
    Task<bool> Delete(string id, CancellationToken cancel);

    /// <summary>Asks for a run now.</summary>
    /// <returns>The run; null if there is no such schedule.</returns>
    Task<ScheduleRunView?> Run(string id, CancellationToken cancel);

    /// <summary>The next times of a plan.</summary>
    /// <param name="plan">A plan as it is given.</param>
    /// <param name="from">After which time; null for now.</param>
    /// <param name="cancel">Cancels it.</param>
    /// <exception cref="AdministrationException">It cannot be used; the message says why.</exception>
    Task<SchedulePreview> Preview(JsonElement plan, string? from, CancellationToken cancel);
}
