using Shouldly;
using TinyBase.Auth;
using TinyBase.Configuration;
using Xunit;

namespace TinyBase.Tests.Auth;

public sealed class PasswordsTests : IDisposable
{
    private readonly Passwords _passwords = new(Options());

    public void Dispose() => _passwords.Dispose();

    [Fact]
    public async Task A_stored_hash_in_another_format_fails_its_own_check_and_no_other()
    {
        const string Bcrypt = "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW";

        await Should.ThrowAsync<FormatException>(_passwords.Verify(Bcrypt, "a password", isKnown: false, default));

        var hash = await _passwords.Hash("a password", isKnown: false, default);
        (await _passwords.Verify(hash, "a password", isKnown: false, default)).ShouldBeTrue();
    }

    private static TinyBaseOptions Options()
    {
        var options = new TinyBaseOptions();
        options.Auth.PasswordIterations = 1000;
        return options;
    }
}
