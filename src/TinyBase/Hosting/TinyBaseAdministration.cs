using Microsoft.Extensions.Logging.Abstractions;

using TinyBase.Auth;
using TinyBase.Configuration;
using TinyBase.Storage;

namespace TinyBase.Hosting;

/// <summary>Work on the database of a server that is not running.</summary>
internal sealed class TinyBaseAdministration : IDisposable
{
    private readonly Database _database;
    private readonly Passwords _passwords;
    private readonly UserStore _users;

    private TinyBaseAdministration(Database database, TinyBaseOptions options)
    {
        _database = database;
        _passwords = new Passwords(options);
        _users = new UserStore(database, new TokenCache());
    }

    /// <summary>Opens the database, makes it if there is none, and brings it to this program's version.</summary>
    /// <exception cref="DatabaseException">It cannot be used, since a server is running on it for instance.</exception>
    public static TinyBaseAdministration Open(TinyBaseOptions options)
    {
        var database = Database.Open(
            DatabasePath.Resolve(options.Database.Url, options.Root ?? Directory.GetCurrentDirectory()),
            new IdGenerator(TimeProvider.System),
            NullLogger<Database>.Instance);
        return new TinyBaseAdministration(database, options);
    }

    /// <summary>Makes an admin, or makes an existing user one with a new password; that ends the user's sessions.</summary>
    public async Task<UserChange> PutAdmin(AdminCredentials credentials, CancellationToken cancel)
    {
        var hash = await _passwords.Hash(credentials.Password, cancel).ConfigureAwait(false);
        return await _users.PutAdmin(credentials.Email, hash, cancel).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _passwords.Dispose();
        _database.Dispose();
    }
}
