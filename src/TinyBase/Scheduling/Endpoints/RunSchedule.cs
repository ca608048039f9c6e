using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Scheduling.Endpoints;

/// <summary>Runs a schedule now, beside its plan.</summary>
internal sealed class RunSchedule(ScheduleService service) : IEndpoint
{
    public Operation Operation { get; } = new("POST", ScheduleAnswers.PathOfOne + "/run", "schedules_run_schedule", Access.Admin);

    public OperationDescription Description => new("Run a schedule now")
    {
        Details = "The run begins at once, or when the one before has ended; a retry that waits is brought forward. Its plan stays as it is.",
        Answers = [new(202, "The run", Shape.Of<ScheduleRunView>()), ScheduleShapes.NotFound],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (!PathId.TryRead(context, out var id, out var error))
        {
            await Answers.Unprocessable(context, error!).ConfigureAwait(false);
            return;
        }

        var run = await service.RunNow(id, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        await (run is null
            ? ScheduleAnswers.NotFound(context, id)
            : Answers.Json(context, StatusCodes.Status202Accepted, ScheduleRunView.Of(run), WireJson.Wire.ScheduleRunView)).ConfigureAwait(false);
    }
}
