using System.CommandLine;
using System.Globalization;

using TinyBase.Auth;
using TinyBase.Hosting;

namespace TinyBase.Cli.Commands;

/// <summary><c>tinybase admin token create</c>: makes an application token and shows it, this once.</summary>
internal sealed class AdminTokenCreateCommand : AdministrationCommand, IHasExamples
{
    private readonly Option<string?> _name = new("--name", "-n") { Description = "What the token is for. Required.", HelpName = "name" };

    private readonly Option<string?> _description = new("--description", "-d") { Description = "More about it.", HelpName = "text" };

    private readonly NumberOption _days = new("--expires-days", "-e")
    {
        Description = "In how many days it expires. Default: 0, never.",
        HelpName = "days",
    };

    private readonly ScopesOption _scopes = new();

    private readonly JsonOption _json = new();

    public AdminTokenCreateCommand()
        : base("create", "Make an application token. It is shown this once only.")
    {
        Options.Add(_name);
        Options.Add(_description);
        Options.Add(_days);
        Options.Add(_scopes);
        Options.Add(_json);
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "tinybase admin token create --name nightly-import",
        "tinybase admin token create --name ci --description 'Build server' --expires-days 90",
        "tinybase admin token create --name import --scopes '{\"collections\": {\"movies\": [\"list\", \"create\"]}}'",
    ];

    protected override bool Check(ParseResult given, TextWriter error)
    {
        var problems = Problems(given.GetValue(_name), given.GetValue(_description), given.GetValue(_days)).ToList();
        foreach (var problem in problems) error.WriteError(problem);
        return problems.Count == 0;
    }

    protected override async Task<int> Run(IAdministration administration, ParseResult given, CancellationToken cancel)
    {
        // Zero days is how scripts say "never".
        int? days = given.GetValue(_days) is > 0 and var some ? some : null;
        var wanted = new NewApplicationToken(given.GetValue(_name)!, given.GetValue(_description), days, given.GetValue(_scopes));
        var created = await administration.CreateToken(wanted, cancel).ConfigureAwait(false);
        var output = given.InvocationConfiguration.Output;
        if (given.GetValue(_json)) output.WriteJson(created);
        else
        {
            output.WriteLine($"Created application token: {ApplicationTokenText.Plain(created.Token.Name)}");
            output.WriteLine($"ID: {created.Token.Id}");
            output.WriteLine($"Token: {created.TokenValue}");
            output.WriteLine("Save the token now: it is not shown again.");
            output.WriteLine($"Expires: {ApplicationTokenText.OrNever(created.Token.ExpiresAt)}");
        }

        return ExitCode.Ok;
    }

    private static IEnumerable<string> Problems(string? name, string? description, int? days)
    {
        if (string.IsNullOrWhiteSpace(name)) yield return "--name is required for 'create' action";
        if (Length(name) > NewApplicationToken.MaxName) yield return $"--name must have at most {NewApplicationToken.MaxName} characters.";
        if (Length(description) > NewApplicationToken.MaxDescription)
        {
            yield return $"--description must have at most {NewApplicationToken.MaxDescription} characters.";
        }

        if (days is < 0 or > NewApplicationToken.MaxExpiresDays)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"--expires-days must be between 0 and {NewApplicationToken.MaxExpiresDays}, not {days}.");
        }
    }

    private static int Length(string? text) => text?.EnumerateRunes().Count() ?? 0;
}
