using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

using TinyBase.Storage;

namespace TinyBase.Auth.Setup;

/// <summary>
/// The link that makes the first admin. It counts once, in this process, and only while there is no admin: not "no user", since
/// anybody may register, and a stranger who does so first must not lock the operator out.
/// </summary>
internal sealed class SetupLink : IDisposable
{
    private const int SecretBytes = 32;

    private readonly UserStore _users;
    private readonly string _secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
    private readonly Lock _gate = new();
    private bool _ended;

    public SetupLink(Database database, UserStore users)
    {
        _users = users;
        FilePath = database.Path + ".setup";
        // Left by a process that was killed: its link counts no more.
        File.Delete(FilePath);
    }

    /// <summary>Where the link is written to when no terminal shows it.</summary>
    public string FilePath { get; }

    /// <summary>Whether the link would make an admin.</summary>
    public async Task<bool> IsOpen(CancellationToken cancel)
    {
        if (Volatile.Read(ref _ended)) return false;
        if (!await _users.AnyAdmin(cancel).ConfigureAwait(false)) return true;
        End();
        return false;
    }

    /// <summary>Whether this is the secret of the link; how long it takes tells nothing of it.</summary>
    public bool Fits(string token) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(_secret));

    /// <summary>The link. The secret stands in the fragment, which browsers send nowhere and no log of a server shows.</summary>
    /// <param name="server">The address of TinyBase, with its prefix.</param>
    public string Of(string server) => $"{server}/admin#setup={_secret}";

    /// <summary>Writes the link to a file of the owner.</summary>
    public void WriteFile(string server)
    {
        lock (_gate)
        {
            if (!_ended) OwnerOnlyFile.Write(FilePath, Encoding.UTF8.GetBytes(Of(server) + "\n"));
        }
    }

    /// <summary>Ends the link for good, and its file with it.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            File.Delete(FilePath);
        }
    }

    public void Dispose() => End();
}
