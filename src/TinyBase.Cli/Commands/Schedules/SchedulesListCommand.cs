using System.CommandLine;

using TinyBase.Hosting;

namespace TinyBase.Cli.Commands.Schedules;

/// <summary><c>tinybase schedules list</c>: all schedules.</summary>
internal sealed class SchedulesListCommand : AdministrationCommand
{
    private readonly JsonOption _json = new();

    public SchedulesListCommand()
        : base("list", "List the schedules, also those of the server itself.") => Options.Add(_json);

    protected override async Task<int> Run(IAdministration administration, ParseResult given, CancellationToken cancel)
    {
        var list = await administration.Schedules.List(cancel).ConfigureAwait(false);
        var output = given.InvocationConfiguration.Output;
        if (given.GetValue(_json)) output.WriteJson(list);
        else if (list.Schedules.Count == 0) output.WriteLine("No schedules found.");
        else output.WriteTable(ScheduleText.Table(list.Schedules));
        if (list.Total > list.Schedules.Count)
        {
            given.InvocationConfiguration.Error.WriteWarning($"There are {list.Total} schedules; these are the first {list.Schedules.Count}.");
        }

        return ExitCode.Ok;
    }
}
