using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Scheduling.Endpoints;

/// <summary>One schedule.</summary>
internal sealed class GetSchedule(ScheduleStore store) : IEndpoint
{
    public Operation Operation { get; } = new("GET", ScheduleAnswers.PathOfOne, "schedules_get_schedule", Access.Admin);

    public OperationDescription Description => new("Get a schedule")
    {
        Answers = [new(200, "The schedule", Shape.Of<ScheduleView>()), ScheduleShapes.NotFound],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (!PathId.TryRead(context, out var id, out var error))
        {
            await Answers.Unprocessable(context, error!).ConfigureAwait(false);
            return;
        }

        var schedule = await store.Get(id, context.RequestAborted).ConfigureAwait(false);
        await (schedule is null ? ScheduleAnswers.NotFound(context, id) : ScheduleAnswers.One(context, StatusCodes.Status200OK, schedule)).ConfigureAwait(false);
    }
}
