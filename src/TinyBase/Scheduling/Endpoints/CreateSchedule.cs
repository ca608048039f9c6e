using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Scheduling.Endpoints;

/// <summary>Makes a schedule of a function.</summary>
internal sealed class CreateSchedule(ScheduleService service, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } = new("POST", ScheduleAnswers.Path, "schedules_create_schedule", Access.Admin);

    public OperationDescription Description => new("Create a schedule")
    {
        Body = Shape.Body(
        [
            BodyField.Text("name", 1, ScheduleRequest.MaxName),
            BodyField.Text("function_name", 0, ScheduleRequest.MaxName),
            BodyField.Named("schedule", ScheduleShapes.Plan),
            new BodyField("input_data", Schemas.AnyObject("The input of each call")).Optional(),
            BodyField.Boolean("is_active").Optional(),
            .. ScheduleShapes.Policies,
        ]),
        Answers = [new(201, "The schedule", Shape.Of<ScheduleView>()), ScheduleShapes.Refused],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        var wanted = ScheduleRequest.New(fields);
        if (fields.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        var outcome = await service.Create(wanted, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        await ScheduleAnswers.Outcome(context, StatusCodes.Status201Created, string.Empty, outcome).ConfigureAwait(false);
    }
}
