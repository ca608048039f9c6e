using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Scheduling.Endpoints;

/// <summary>Deletes a schedule that somebody made.</summary>
internal sealed class DeleteSchedule(ScheduleService service) : IEndpoint
{
    public Operation Operation { get; } = new("DELETE", ScheduleAnswers.PathOfOne, "schedules_delete_schedule", Access.Admin);

    public OperationDescription Description => new("Delete a schedule")
    {
        Details = "A run that goes on goes on.",
        Answers = [new(204, "It is deleted"), ScheduleShapes.NotFound, ScheduleShapes.Fixed],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (!PathId.TryRead(context, out var id, out var error))
        {
            await Answers.Unprocessable(context, error!).ConfigureAwait(false);
            return;
        }

        var outcome = await service.Delete(id, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        await (outcome.Schedule is null ? ScheduleAnswers.Outcome(context, 0, id, outcome) : Answers.NoContent(context)).ConfigureAwait(false);
    }
}
