using System.CommandLine;

using TinyBase.Cli.Workspaces;
using TinyBase.Functions.Workspace;

namespace TinyBase.Cli.Commands.Functions;

/// <summary><c>tinybase functions new</c>: writes the file of a function that runs as it is.</summary>
internal sealed class FunctionsNewCommand : Command, IHasExamples
{
    private readonly Argument<string> _name = new("name") { Description = "The name: lower-case letters, digits and underscores." };

    private readonly Option<string> _description = new("--description", "-d")
    {
        Description = "What it does, in a few words.",
        DefaultValueFactory = _ => "Add two numbers",
        HelpName = "text",
    };

    public FunctionsNewCommand()
        : base("new", "Write the file of a new function, ready to run and to edit.")
    {
        Arguments.Add(_name);
        Options.Add(_description);
        SetAction(Run);
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "tinybase functions new add_prices -d \"Add two prices\"",
    ];

    private int Run(ParseResult given)
    {
        var io = given.InvocationConfiguration;
        var workspace = new Workspace(".");
        var name = given.GetValue(_name)!;
        var problem = !workspace.IsInitialized ? workspace.NotInitialized : FunctionTemplate.Check(name);
        if (problem is not null)
        {
            io.Error.WriteError(problem);
            return ExitCode.Failure;
        }

        var folder = FunctionFolder.Of(workspace.Root, workspace.ReadSettings(io.Error).Options.Functions.Path);
        folder.Prepare();
        var path = Path.GetRelativePath(workspace.Root, Path.Combine(folder.Path, name + ".cs"));
        if (!folder.TryAdd(name, FunctionTemplate.Make(name, given.GetValue(_description)!, path)))
        {
            io.Error.WriteError($"Function file already exists: {path}");
            return ExitCode.Failure;
        }

        io.Output.WriteLine($"Created function '{name}' in {path}");
        io.Output.WriteLine($"Try it alone with: dotnet run {path} -- '{{\"x\": 1, \"y\": 2}}'");
        return ExitCode.Ok;
    }
}
