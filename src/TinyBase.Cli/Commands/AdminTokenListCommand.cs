using System.CommandLine;

using TinyBase.Hosting;

namespace TinyBase.Cli.Commands;

/// <summary><c>tinybase admin token list</c>: all application tokens, the newest first.</summary>
internal sealed class AdminTokenListCommand : AdministrationCommand
{
    private readonly JsonOption _json = new();

    public AdminTokenListCommand()
        : base("list", "List the application tokens, also those that count no more.") => Options.Add(_json);

    protected override async Task<int> Run(IAdministration administration, ParseResult given, CancellationToken cancel)
    {
        var list = await administration.ListTokens(cancel).ConfigureAwait(false);
        var output = given.InvocationConfiguration.Output;
        if (given.GetValue(_json)) output.WriteJson(list);
        else if (list.Tokens.Count == 0) output.WriteLine("No application tokens found.");
        else output.WriteTable(ApplicationTokenText.Table(list.Tokens));
        return ExitCode.Ok;
    }
}
