using System.CommandLine;
using System.Text.Json;

using TinyBase.Hosting;
using TinyBase.Scheduling.Endpoints;

namespace TinyBase.Cli.Commands.Schedules;

/// <summary><c>tinybase schedules next</c>: the next times of a schedule, or of one that is not made yet.</summary>
internal sealed class SchedulesNextCommand : AdministrationCommand, IHasExamples
{
    private readonly Argument<string?> _id = new("id") { Description = "The id of a schedule.", Arity = ArgumentArity.ZeroOrOne };
    private readonly PlanOptions _plan = new();
    private readonly JsonOption _json = new();

    public SchedulesNextCommand()
        : base("next", "Show the next times of a schedule, or of one that is not made yet.")
    {
        Arguments.Add(_id);
        _plan.AddTo(this);
        Options.Add(_json);
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "tinybase schedules next 0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b",
        "tinybase schedules next --cron '0 9 * * 1-5' --zone Europe/Berlin",
    ];

    protected override bool Check(ParseResult given, TextWriter error)
    {
        if (given.GetValue(_id) is not { } id) return _plan.Read(given, error) is not null;
        if (Guid.TryParse(id, out _) && !_plan.IsGiven(given)) return true;
        error.WriteError(_plan.IsGiven(given) ? "Give an id or the times, not both." : $"Invalid schedule ID: {id}");
        return false;
    }

    protected override async Task<int> Run(IAdministration administration, ParseResult given, CancellationToken cancel)
    {
        var io = given.InvocationConfiguration;
        var preview = given.GetValue(_id) is { } text
            ? await OfOne(administration, Guid.Parse(text).ToString(), cancel).ConfigureAwait(false)
            : await administration.Schedules.Preview(PlanOptions.Element(_plan.Read(given, io.Error)!), null, cancel).ConfigureAwait(false);
        if (preview is null) return ScheduleIdArgument.NotFound(given, given.GetValue(_id)!);
        if (given.GetValue(_json)) io.Output.WriteJson(preview);
        else io.Output.WriteTable(ScheduleText.Table(preview));
        return ExitCode.Ok;
    }

    /// <summary>The times of a schedule, which begin with the one that is planned.</summary>
    private static async Task<SchedulePreview?> OfOne(IAdministration administration, string id, CancellationToken cancel)
    {
        if (await administration.Schedules.Find(id, cancel).ConfigureAwait(false) is not { } schedule) return null;
        if (schedule.NextRunAt is not { } next) throw new AdministrationException($"Schedule '{ScheduleText.Plain(schedule.Name)}' has no next run: it is disabled, or over");
        // The planned time is the first: it comes after the moment before it.
        var from = Storage.Timestamps.ToText(Storage.Timestamps.Parse(next).AddMicroseconds(-1));
        var interval = IsInterval(schedule.Schedule);
        var preview = await administration.Schedules.Preview(schedule.Schedule, interval ? next : from, cancel).ConfigureAwait(false);
        if (!interval) return preview;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(preview.Timezone);
        var first = TimeZoneInfo.ConvertTime(Storage.Timestamps.Parse(next), zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", null);
        return preview with { Runs = [new PreviewedRun(next, first), .. preview.Runs.SkipLast(1)] };
    }

    private static bool IsInterval(JsonElement plan) => plan.TryGetProperty("method", out var method) && method.ValueEquals("interval");
}
