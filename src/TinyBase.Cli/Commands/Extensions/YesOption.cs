using System.CommandLine;

using TinyBase.Cli.Terminals;

namespace TinyBase.Cli.Commands.Extensions;

/// <summary><c>--yes</c>: goes on without a question.</summary>
internal sealed class YesOption : Option<bool>
{
    public YesOption()
        : base("--yes", "-y") => Description = "Go on without a question.";

    /// <summary>Asks, unless the option is given.</summary>
    /// <returns>Whether to go on; null if there is nobody to ask, which the error output says.</returns>
    public bool? Confirm(ParseResult given, string question)
    {
        if (given.GetValue(this)) return true;
        var error = given.InvocationConfiguration.Error;
        if (Prompt.IsPossible) return new Prompt(error).Confirm(question);
        error.WriteError("There is nobody to ask. Give --yes to go on without a question.");
        return null;
    }
}
