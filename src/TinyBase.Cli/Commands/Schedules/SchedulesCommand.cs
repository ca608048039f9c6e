using System.CommandLine;

namespace TinyBase.Cli.Commands.Schedules;

/// <summary><c>tinybase schedules</c>: when functions run by themselves.</summary>
internal sealed class SchedulesCommand : Command
{
    public SchedulesCommand()
        : base("schedules", "Run functions once, at intervals or by cron.")
    {
        Subcommands.Add(new SchedulesListCommand());
        Subcommands.Add(new SchedulesAddCommand());
        Subcommands.Add(new SchedulesEnableCommand("enable", "Let a schedule run again.", isActive: true));
        Subcommands.Add(new SchedulesEnableCommand("disable", "Keep a schedule from running.", isActive: false));
        Subcommands.Add(new SchedulesRemoveCommand());
        Subcommands.Add(new SchedulesRunCommand());
        Subcommands.Add(new SchedulesNextCommand());
    }
}
