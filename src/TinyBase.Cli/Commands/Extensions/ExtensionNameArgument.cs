using System.CommandLine;

namespace TinyBase.Cli.Commands.Extensions;

/// <summary>The name of an installed extension.</summary>
internal sealed class ExtensionNameArgument : Argument<string>
{
    public ExtensionNameArgument()
        : base("name") => Description = "The name of the extension, as the list shows it.";

    public static int NotFound(ParseResult given, string name)
    {
        given.InvocationConfiguration.Error.WriteError(ExtensionText.NotFound(name));
        return ExitCode.Failure;
    }
}
