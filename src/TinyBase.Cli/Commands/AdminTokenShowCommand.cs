using System.CommandLine;

using TinyBase.Hosting;

namespace TinyBase.Cli.Commands;

/// <summary><c>tinybase admin token show</c>: all about an application token but the token itself.</summary>
internal sealed class AdminTokenShowCommand : AdministrationCommand, IHasExamples
{
    private readonly ApplicationTokenIdArgument _id = new("show");
    private readonly JsonOption _json = new();

    public AdminTokenShowCommand()
        : base("show", "Show an application token, but not its value, which nobody can show again.")
    {
        _id.AddTo(this);
        Options.Add(_json);
    }

    public IReadOnlyList<string> Examples { get; } = ["tinybase admin token show 0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b"];

    protected override bool Check(ParseResult given, TextWriter error) => _id.TryRead(given, error, out _);

    protected override async Task<int> Run(IAdministration administration, ParseResult given, CancellationToken cancel)
    {
        var io = given.InvocationConfiguration;
        if (!_id.TryRead(given, io.Error, out var id)) return ExitCode.Failure;
        if (await administration.FindToken(id, cancel).ConfigureAwait(false) is not { } token)
        {
            io.Error.WriteError(ApplicationTokenText.NotFound(id));
            return ExitCode.Failure;
        }

        if (given.GetValue(_json)) io.Output.WriteJson(token);
        else foreach (var line in ApplicationTokenText.Lines(token)) io.Output.WriteLine(line);
        return ExitCode.Ok;
    }
}
