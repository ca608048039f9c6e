namespace TinyBase.Server.Tests.Documentation;

/// <summary>A command that a page shows, and what it shows of its output.</summary>
internal sealed record PageCommand(string Text, IReadOnlyList<string> Output);

/// <summary>Reads the commands of a page: those behind a <c>$</c> in its <c>console</c> blocks.</summary>
internal static class PageCommands
{
    private const string Prompt = "$ ";
    private const string Heredoc = "<<'EOF'";

    /// <summary>All commands, in their order.</summary>
    public static IReadOnlyList<PageCommand> Read(string page)
    {
        var commands = new List<PageCommand>();
        var lines = new Queue<string>(page.Split('\n'));
        var isConsole = false;
        while (lines.TryDequeue(out var line))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) isConsole = line == "```console";
            else if (isConsole && line.StartsWith(Prompt, StringComparison.Ordinal)) commands.Add(new PageCommand(Whole(line[Prompt.Length..], lines), []));
            else if (isConsole) commands[^1] = commands[^1] with { Output = [.. commands[^1].Output, line] };
        }

        return commands;
    }

    /// <summary>A command with the lines that belong to it.</summary>
    private static string Whole(string line, Queue<string> rest)
    {
        var command = line;
        while (line.EndsWith('\\')) command += "\n" + (line = rest.Dequeue());
        if (!command.Contains(Heredoc, StringComparison.Ordinal)) return command;
        do command += "\n" + (line = rest.Dequeue());
        while (line != "EOF");
        return command;
    }
}
