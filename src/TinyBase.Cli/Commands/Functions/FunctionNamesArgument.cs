using System.CommandLine;

using TinyBase.Cli.Workspaces;

namespace TinyBase.Cli.Commands.Functions;

/// <summary>The names of functions of the folder.</summary>
internal sealed class FunctionNamesArgument : Argument<string[]>
{
    public FunctionNamesArgument(string description)
        : base("name")
    {
        Description = description;
        Arity = ArgumentArity.ZeroOrMore;
        CompletionSources.Add(_ => LocalFunctions.Names());
    }
}
