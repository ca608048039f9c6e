using System.CommandLine;

using TinyBase.Hosting;

namespace TinyBase.Cli.Commands;

/// <summary><c>tinybase admin token revoke</c>: ends an application token at once.</summary>
internal sealed class AdminTokenRevokeCommand : AdministrationCommand, IHasExamples
{
    private readonly ApplicationTokenIdArgument _id = new("revoke");

    public AdminTokenRevokeCommand()
        : base("revoke", "End an application token at once.") => _id.AddTo(this);

    public IReadOnlyList<string> Examples { get; } = ["tinybase admin token revoke 0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b"];

    protected override bool Check(ParseResult given, TextWriter error) => _id.TryRead(given, error, out _);

    protected override async Task<int> Run(IAdministration administration, ParseResult given, CancellationToken cancel)
    {
        var io = given.InvocationConfiguration;
        if (!_id.TryRead(given, io.Error, out var id)) return ExitCode.Failure;
        if (!await administration.RevokeToken(id, cancel).ConfigureAwait(false))
        {
            io.Error.WriteError(ApplicationTokenText.NotFound(id));
            return ExitCode.Failure;
        }

        io.Output.WriteLine($"Revoked application token: {id}");
        return ExitCode.Ok;
    }
}
