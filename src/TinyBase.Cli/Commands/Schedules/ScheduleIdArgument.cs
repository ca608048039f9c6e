using System.CommandLine;

namespace TinyBase.Cli.Commands.Schedules;

/// <summary>The id of a schedule.</summary>
internal sealed class ScheduleIdArgument : Argument<string>
{
    public ScheduleIdArgument()
        : base("id") => Description = "The id of the schedule, as the list shows it.";

    /// <summary>Reads the id.</summary>
    /// <returns>The id in lower case with hyphens; null if it is none, which the error output says.</returns>
    public string? Read(ParseResult given, TextWriter error)
    {
        var text = given.GetValue(this)!;
        if (Guid.TryParse(text, out var id)) return id.ToString();
        error.WriteError($"Invalid schedule ID: {text}");
        return null;
    }

    public static int NotFound(ParseResult given, string id)
    {
        given.InvocationConfiguration.Error.WriteError($"Schedule not found: {id}");
        return ExitCode.Failure;
    }
}
