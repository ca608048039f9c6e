using System.Buffers.Binary;
using System.Security.Cryptography;

using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

using TinyBase.Auth.Throttling;
using TinyBase.Configuration;
using TinyBase.Storage;

namespace TinyBase.Auth;

/// <summary>
/// Hashes and checks passwords (PBKDF2 with HMAC-SHA512, the format of ASP.NET Core Identity). It takes a good part of a second
/// of a core by design, so it is done on threads of its own with a bounded line before them: a flood of logins can fill the
/// line, but not take the threads that answer requests. Who is known to an account has a line of their own that is served
/// first, so that a flood of strangers does not shut them out.
/// </summary>
internal sealed class Passwords : IDisposable
{
    /// <summary>The longest password in code points; longer ones are refused rather than cut.</summary>
    public const int MaxLength = 1024;

    /// <summary>The shortest password that a user may choose, in code points.</summary>
    public const int MinLength = 8;

    // The cryptography is loaded with the first password, not with the server.
    private readonly Lazy<PasswordHasher<User>> _hasher;
    private readonly PasswordLine _line = new();
    private readonly Lazy<string> _nobodysHash;

    public Passwords(TinyBaseOptions options)
    {
        _hasher = new(() => new PasswordHasher<User>(Options.Create(new PasswordHasherOptions
        {
            CompatibilityMode = PasswordHasherCompatibilityMode.IdentityV3,
            IterationCount = options.Auth.PasswordIterations,
        })));
        _nobodysHash = new(() => NobodysHash(options.Auth.PasswordIterations));
        for (var i = 0; i < Math.Max(1, Environment.ProcessorCount / 2); i++)
        {
            new Thread(Work) { IsBackground = true, Name = "TinyBase passwords" }.Start();
        }
    }

    /// <summary>The hash to keep for a password.</summary>
    /// <param name="isKnown">Whether whoever chose it has shown who they are.</param>
    /// <exception cref="BusyException">Too many passwords wait to be hashed.</exception>
    public Task<string> Hash(string password, bool isKnown, CancellationToken cancel) =>
        Queue(() => _hasher.Value.HashPassword(null!, password), isKnown, cancel);

    /// <summary>
    /// Whether a password fits a hash. Where there is no hash, since there is no such user, it takes as long and says no.
    /// </summary>
    /// <param name="isKnown">Whether the user has logged in lately from where the password comes from.</param>
    /// <exception cref="BusyException">Too many passwords wait to be checked.</exception>
    public Task<bool> Verify(string? hash, string password, bool isKnown, CancellationToken cancel) =>
        Queue(
            () =>
            {
                var result = _hasher.Value.VerifyHashedPassword(null!, hash ?? _nobodysHash.Value, password);
                return hash is not null && result != PasswordVerificationResult.Failed;
            },
            isKnown,
            cancel);

    public void Dispose() => _line.Close();

    /// <summary>
    /// A hash that no password fits, laid out as ASP.NET Core Identity's version 3 (format marker, PRF, iterations, salt size,
    /// salt, subkey), made without the cost of hashing at each start.
    /// </summary>
    private static string NobodysHash(int iterations)
    {
        var bytes = new byte[13 + 16 + 32];
        RandomNumberGenerator.Fill(bytes.AsSpan(13));
        bytes[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(1), 2);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(5), (uint)iterations);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(9), 16);
        return Convert.ToBase64String(bytes);
    }

    private async Task<T> Queue<T>(Func<T> work, bool isKnown, CancellationToken cancel)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Complete()
        {
            try
            {
                // Whoever has left meanwhile costs nothing.
                if (cancel.IsCancellationRequested) completion.TrySetCanceled(cancel);
                else completion.TrySetResult(work());
            }
            catch (Exception error)
            {
                // A stored hash that cannot be read, for instance; thrown on this thread it would end the process.
                completion.TrySetException(error);
            }
        }

        if (!_line.TryAdd(Complete, isKnown)) throw new BusyException("Too many logins are waiting. Try again in a moment.");
        return await completion.Task.ConfigureAwait(false);
    }

    private void Work()
    {
        while (_line.TryTake(out var work)) work();
    }
}
