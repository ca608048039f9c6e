using System.CommandLine;

using TinyBase.Hosting;

namespace TinyBase.Cli.Commands.Schedules;

/// <summary><c>tinybase schedules remove</c>: deletes a schedule.</summary>
internal sealed class SchedulesRemoveCommand : AdministrationCommand
{
    private readonly ScheduleIdArgument _id = new();

    public SchedulesRemoveCommand()
        : base("remove", "Delete a schedule.") => Arguments.Add(_id);

    protected override bool Check(ParseResult given, TextWriter error) => _id.Read(given, error) is not null;

    protected override async Task<int> Run(IAdministration administration, ParseResult given, CancellationToken cancel)
    {
        var io = given.InvocationConfiguration;
        if (_id.Read(given, io.Error) is not { } id) return ExitCode.Failure;
        if (!await administration.Schedules.Delete(id, cancel).ConfigureAwait(false)) return ScheduleIdArgument.NotFound(given, id);
        io.Output.WriteLine($"Removed schedule: {id}");
        return ExitCode.Ok;
    }
}
