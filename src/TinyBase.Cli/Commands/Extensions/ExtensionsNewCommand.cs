using System.CommandLine;

using TinyBase.Extensions.Packages;

namespace TinyBase.Cli.Commands.Extensions;

/// <summary><c>tinybase extensions new</c>: writes an extension that runs as it is.</summary>
internal sealed class ExtensionsNewCommand : Command, IHasExamples
{
    private readonly Argument<string> _name = new("name") { Description = "The name: lower-case letters, digits and hyphens." };

    private readonly Option<string> _description = new("--description", "-d")
    {
        Description = "What it does, in a few words.",
        DefaultValueFactory = _ => "An extension",
        HelpName = "text",
    };

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "The folder that its own folder is made in.",
        DefaultValueFactory = _ => ".",
        HelpName = "folder",
    };

    public ExtensionsNewCommand()
        : base("new", "Write the folder of a new extension, ready to install and to edit.")
    {
        Arguments.Add(_name);
        Options.Add(_description);
        Options.Add(_output);
        SetAction(Run);
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "tinybase extensions new order-notifications -d \"Tells the shop of new orders\"",
    ];

    private int Run(ParseResult given)
    {
        var io = given.InvocationConfiguration;
        var name = given.GetValue(_name)!;
        if (!ExtensionManifestReader.IsName(name))
        {
            io.Error.WriteError(ExtensionManifestReader.InvalidName(name));
            return ExitCode.Failure;
        }

        var folder = Path.Join(given.GetValue(_output), name);
        if (Path.Exists(folder))
        {
            io.Error.WriteError($"{folder} already exists.");
            return ExitCode.Failure;
        }

        Directory.CreateDirectory(folder);
        foreach (var (file, text) in ExtensionTemplate.Make(name, given.GetValue(_description)!)) File.WriteAllText(Path.Join(folder, file), text);
        io.Output.WriteLine($"Created extension '{name}' in {folder}");
        io.Output.WriteLine($"Install it with: tinybase extensions install {folder}");
        return ExitCode.Ok;
    }
}
