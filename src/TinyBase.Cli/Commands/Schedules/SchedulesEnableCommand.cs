using System.CommandLine;

using TinyBase.Hosting;

namespace TinyBase.Cli.Commands.Schedules;

/// <summary><c>tinybase schedules enable</c> and <c>disable</c>.</summary>
internal sealed class SchedulesEnableCommand : AdministrationCommand
{
    private readonly ScheduleIdArgument _id = new();
    private readonly bool _isActive;

    public SchedulesEnableCommand(string name, string description, bool isActive)
        : base(name, description)
    {
        _isActive = isActive;
        Arguments.Add(_id);
    }

    protected override bool Check(ParseResult given, TextWriter error) => _id.Read(given, error) is not null;

    protected override async Task<int> Run(IAdministration administration, ParseResult given, CancellationToken cancel)
    {
        var io = given.InvocationConfiguration;
        if (_id.Read(given, io.Error) is not { } id) return ExitCode.Failure;
        if (await administration.Schedules.SetActive(id, _isActive, cancel).ConfigureAwait(false) is not { } schedule) return ScheduleIdArgument.NotFound(given, id);
        io.Output.WriteLine($"{(_isActive ? "Enabled" : "Disabled")} schedule: {ScheduleText.Plain(schedule.Name)}");
        if (_isActive) io.Output.WriteLine($"Next run: {schedule.NextRunAt ?? "never"}");
        return ExitCode.Ok;
    }
}
