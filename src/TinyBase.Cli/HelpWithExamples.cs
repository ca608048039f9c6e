using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace TinyBase.Cli;

/// <summary>A command that shows in its help how it is used.</summary>
internal interface IHasExamples
{
    /// <summary>Whole command lines.</summary>
    IReadOnlyList<string> Examples { get; }
}

/// <summary>The usual help, followed by examples.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not IHasExamples command) return code;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in command.Examples) output.WriteLine("  " + example);
        output.WriteLine();
        return code;
    }
}
