using System.CommandLine;

using TinyBase.Hosting;

namespace TinyBase.Cli.Commands.Schedules;

/// <summary><c>tinybase schedules run</c>: runs a schedule now.</summary>
internal sealed class SchedulesRunCommand : AdministrationCommand
{
    private readonly ScheduleIdArgument _id = new();

    public SchedulesRunCommand()
        : base("run", "Run a schedule now, beside its times.") => Arguments.Add(_id);

    protected override bool Check(ParseResult given, TextWriter error) => _id.Read(given, error) is not null;

    protected override async Task<int> Run(IAdministration administration, ParseResult given, CancellationToken cancel)
    {
        var io = given.InvocationConfiguration;
        if (_id.Read(given, io.Error) is not { } id) return ExitCode.Failure;
        var schedules = administration.Schedules;
        if (await schedules.Run(id, cancel).ConfigureAwait(false) is not { } run) return ScheduleIdArgument.NotFound(given, id);
        io.Output.WriteLine($"Asked for run {run.Id}");
        if (!schedules.HasServer) io.Output.WriteLine("It begins when the server starts.");
        return ExitCode.Ok;
    }
}
