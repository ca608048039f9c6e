using System.Globalization;

using Microsoft.AspNetCore.Http;

using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Scheduling.Endpoints;

/// <summary>The next times of a schedule, before it is saved.</summary>
internal sealed class PreviewSchedule(ScheduleService service, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } = new("POST", ScheduleAnswers.Path + "/preview", "schedules_preview_schedule", Access.Admin);

    public OperationDescription Description => new("Preview a schedule")
    {
        Details = $"The next {ScheduleService.Previewed} times, or fewer if there are no more.",
        Body = Shape.Body(
            BodyField.Named("schedule", ScheduleShapes.Plan),
            new BodyField("from", Schemas.Time("After which time; by default now").OrNull(), IsRequired: false)),
        Answers = [new(200, "The times", Shape.Of<SchedulePreview>()), ScheduleShapes.Refused],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        var plan = fields.Object("schedule");
        var from = From(fields);
        if (fields.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        var outcome = service.Preview(plan!.Value, from);
        await (outcome.Refusal is { } refusal
            ? ScheduleAnswers.Refused(context, refusal)
            : Answers.Json(context, StatusCodes.Status200OK, SchedulePreview.Of(outcome), WireJson.Wire.SchedulePreview)).ConfigureAwait(false);
    }

    private static DateTimeOffset? From(BodyFields fields)
    {
        if (fields.OptionalText("from", 1, 40) is not { } text) return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time;
        fields.Add("datetime_parsing", "from", "Input should be a time such as 2026-12-31T09:30:00Z", null);
        return null;
    }
}
