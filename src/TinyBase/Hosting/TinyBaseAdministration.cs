using Microsoft.Extensions.Logging.Abstractions;

using TinyBase.Audit;
using TinyBase.Auth;
using TinyBase.Auth.Endpoints;
using TinyBase.Configuration;
using TinyBase.Extensions.Packages;
using TinyBase.Scheduling;
using TinyBase.Storage;

namespace TinyBase.Hosting;

/// <summary>Work on the database of a server that is not running.</summary>
internal sealed class TinyBaseAdministration : IAdministration
{
    private readonly Database _database;
    private readonly Passwords _passwords;
    private readonly UserStore _users;
    private readonly ApplicationTokenStore _tokens;

    private TinyBaseAdministration(Database database, TinyBaseOptions options)
    {
        var cache = new TokenCache();
        _database = database;
        _passwords = new Passwords(options);
        _users = new UserStore(database, cache);
        Schedules = new StoredSchedules(database, options, TimeProvider.System);
        Extensions = new StoredExtensions(database, options, TimeProvider.System);
        _tokens = new ApplicationTokenStore(database, cache, TimeProvider.System);
    }

    public IScheduleAdministration Schedules { get; }

    public IExtensionAdministration Extensions { get; }

    /// <summary>Opens the database, makes it if there is none, and brings it to this program's version.</summary>
    /// <exception cref="DatabaseException">It cannot be used, since a server is running on it for instance.</exception>
    public static TinyBaseAdministration Open(TinyBaseOptions options)
    {
        var database = Database.Open(
            DatabasePath.Resolve(options.Database.Url, options.Root ?? Directory.GetCurrentDirectory()),
            new IdGenerator(TimeProvider.System),
            TimeProvider.System,
            NullLogger<Database>.Instance);
        return new TinyBaseAdministration(database, options);
    }

    public async Task<UserChange> PutAdmin(AdminCredentials credentials, CancellationToken cancel)
    {
        var hash = await _passwords.Hash(credentials.Password, isKnown: true, cancel).ConfigureAwait(false);
        return await _users.PutAdmin(credentials.Email, hash, Actor.Operator, cancel).ConfigureAwait(false);
    }

    public async Task<CreatedApplicationToken> CreateToken(NewApplicationToken wanted, CancellationToken cancel)
    {
        var issued = await _tokens.Create(wanted, Actor.Operator, cancel).ConfigureAwait(false)
            ?? throw new AdministrationException(ApplicationTokenAnswers.TooMany);
        return new CreatedApplicationToken(View(issued.Token), issued.Value);
    }

    public async Task<ApplicationTokenList> ListTokens(CancellationToken cancel)
    {
        var range = PageRange.First;
        var (tokens, total) = await _tokens.List(new ApplicationTokenFilter(), range, cancel).ConfigureAwait(false);
        return new ApplicationTokenList([.. tokens.Select(View)], total, range.Limit, range.Offset);
    }

    public async Task<ApplicationTokenView?> FindToken(string id, CancellationToken cancel) =>
        await _tokens.Get(id, cancel).ConfigureAwait(false) is { } token ? View(token) : null;

    public Task<bool> RevokeToken(string id, CancellationToken cancel) => _tokens.Revoke(id, Actor.Operator, cancel);

    public void Dispose()
    {
        _passwords.Dispose();
        _database.Dispose();
    }

    private static ApplicationTokenView View(ApplicationToken token) => ApplicationTokenView.At(TimeProvider.System.GetUtcNow(), token);
}
