using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

using TinyBase.Hosting;
using TinyBase.Scheduling;

namespace TinyBase.Cli.Commands.Schedules;

/// <summary><c>tinybase schedules add</c>: makes a schedule of a function.</summary>
internal sealed class SchedulesAddCommand : AdministrationCommand, IHasExamples
{
    private readonly Argument<string> _name = new("name") { Description = "What it is called." };
    private readonly Argument<string> _function = new("function") { Description = "The function that it runs." };
    private readonly PlanOptions _plan = new();
    private readonly Option<string?> _input = new("--input") { Description = "The input of each call, a JSON object.", HelpName = "json" };

    private readonly Option<string?> _overlap = new("--overlap")
    {
        Description = "What happens to a run that is due while the one before goes on. Default: skip.",
        HelpName = "skip|queue",
    };

    private readonly Option<string?> _misfire = new("--misfire")
    {
        Description = "What happens to runs that were missed. Default: run_once.",
        HelpName = "run_once|skip",
    };

    private readonly NumberOption _retries = new("--max-retries") { Description = "How often a failed run is tried again. Default: 0.", HelpName = "count" };
    private readonly NumberOption _failures = new("--disable-after") { Description = "After how many failed runs in a row it is disabled. Default: never.", HelpName = "count" };
    private readonly Option<bool> _disabled = new("--disabled") { Description = "Make it without letting it run." };
    private readonly JsonOption _json = new();

    public SchedulesAddCommand()
        : base("add", "Make a schedule of a function.")
    {
        _overlap.AcceptOnlyFromAmong(ScheduleRules.Skip, ScheduleRules.Queue);
        _misfire.AcceptOnlyFromAmong(ScheduleRules.RunOnce, ScheduleRules.Skip);
        Arguments.Add(_name);
        Arguments.Add(_function);
        _plan.AddTo(this);
        foreach (var option in (Option[])[_input, _overlap, _misfire, _retries, _failures, _disabled, _json]) Options.Add(option);
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "tinybase schedules add 'Daily report' send_report --cron '0 9 * * 1-5' --zone Europe/Berlin",
        "tinybase schedules add Import import_prices --every 15m --input '{\"source\": \"shop\"}' --max-retries 3",
        "tinybase schedules add Launch publish --at 2027-01-01T00:00",
    ];

    protected override bool Check(ParseResult given, TextWriter error) => Body(given, error) is not null;

    protected override async Task<int> Run(IAdministration administration, ParseResult given, CancellationToken cancel)
    {
        var io = given.InvocationConfiguration;
        if (Body(given, io.Error) is not { } body) return ExitCode.Failure;
        var created = await administration.Schedules.Create(PlanOptions.Element(body), cancel).ConfigureAwait(false);
        if (given.GetValue(_json))
        {
            io.Output.WriteJson(created);
            return ExitCode.Ok;
        }

        io.Output.WriteLine($"Created schedule: {ScheduleText.Plain(created.Name)}");
        io.Output.WriteLine($"ID: {created.Id}");
        io.Output.WriteLine($"Next run: {created.NextRunAt ?? "disabled"}");
        return ExitCode.Ok;
    }

    private JsonObject? Body(ParseResult given, TextWriter error)
    {
        if (_plan.Read(given, error) is not { } plan) return null;
        var input = new JsonObject();
        if (given.GetValue(_input) is { } text && (input = Object(text)) is null)
        {
            error.WriteError("--input must be a JSON object, such as '{\"x\": 1}'");
            return null;
        }

        return new JsonObject
        {
            ["name"] = given.GetValue(_name),
            ["function_name"] = given.GetValue(_function),
            ["schedule"] = plan,
            ["input_data"] = input,
            ["is_active"] = !given.GetValue(_disabled),
            ["overlap_policy"] = given.GetValue(_overlap),
            ["misfire_policy"] = given.GetValue(_misfire),
            ["max_retries"] = given.GetValue(_retries),
            ["disable_after_failures"] = given.GetValue(_failures),
        };
    }

    private static JsonObject? Object(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
