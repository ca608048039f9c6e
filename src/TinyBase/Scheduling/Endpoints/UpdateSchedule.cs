using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Scheduling.Endpoints;

/// <summary>Changes a schedule. What is absent or null stays as it is, but for <c>disable_after_failures</c>, which null removes.</summary>
internal sealed class UpdateSchedule(ScheduleService service, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } = new("PATCH", ScheduleAnswers.PathOfOne, "schedules_update_schedule", Access.Admin);

    public OperationDescription Description => new("Change a schedule")
    {
        Details = "What is absent stays as it is. Null does the same, but removes `disable_after_failures`. The function cannot be changed.",
        Body = Shape.Body(
        [
            BodyField.Text("name", 1, ScheduleRequest.MaxName).Optional(),
            BodyField.Named("schedule", ScheduleShapes.Plan).Optional(),
            new BodyField("input_data", Schemas.AnyObject("The input of each call")).Optional(),
            BodyField.Boolean("is_active").Optional(),
            .. ScheduleShapes.Policies,
        ]),
        Answers = [new(200, "The schedule", Shape.Of<ScheduleView>()), ScheduleShapes.Refused, ScheduleShapes.NotFound, ScheduleShapes.Fixed],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        var wanted = ScheduleRequest.Change(fields);
        var hasId = PathId.TryRead(context, out var id, out var error);
        if (!hasId || fields.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, [.. hasId ? [] : new[] { error! }, .. fields.Errors]).ConfigureAwait(false);
            return;
        }

        var outcome = await service.Update(id, wanted, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        await ScheduleAnswers.Outcome(context, StatusCodes.Status200OK, id, outcome).ConfigureAwait(false);
    }
}
