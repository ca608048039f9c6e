using System.CommandLine;

namespace TinyBase.Cli.Commands;

/// <summary>The id of an application token, given as it is or as <c>--id</c>.</summary>
/// <param name="action">The command that needs it.</param>
internal sealed class ApplicationTokenIdArgument(string action)
{
    private readonly Argument<string?> _id = new("id") { Description = "The id of the token.", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string?> _option = new("--id", "-i") { Description = "The same as an option.", HelpName = "id" };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_id);
        command.Options.Add(_option);
    }

    /// <summary>Reads the id.</summary>
    /// <param name="id">The id in lower case with hyphens.</param>
    /// <returns>Whether there is one that can be used; if not, the error output says why.</returns>
    public bool TryRead(ParseResult given, TextWriter error, out string id)
    {
        id = string.Empty;
        var (text, other) = (given.GetValue(_option) ?? given.GetValue(_id), given.GetValue(_id));
        if (other is not null && other != text)
        {
            error.WriteError($"There are two ids, {other} and {text}. Give one.");
            return false;
        }

        if (text is not null && Guid.TryParse(text, out var parsed))
        {
            id = parsed.ToString();
            return true;
        }

        error.WriteError(text is null ? $"--id is required for '{action}' action" : $"Invalid token ID: {text}");
        return false;
    }
}
