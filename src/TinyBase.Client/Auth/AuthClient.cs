using System.Text.Json;

namespace TinyBase.Client;

/// <summary>Registration, login and logout. Reached as <see cref="TinyBaseClient.Auth"/>.</summary>
public sealed class AuthClient
{
    private readonly RestTransport _transport;

    internal AuthClient(RestTransport transport) => _transport = transport;

    /// <summary>Says whether the server still waits for its first user.</summary>
    /// <param name="cancel">Cancels the call.</param>
    public Task<SetupStatus> GetSetupStatusAsync(CancellationToken cancel = default) =>
        _transport.SendAsync(HttpMethod.Get, "api/auth/setup-status", body: null, WireJson.Default.SetupStatus, cancel);

    /// <summary>Registers a user. This does not log them in.</summary>
    /// <param name="email">The e-mail address, which is the name to log in with.</param>
    /// <param name="password">The password, of at least 8 characters and none of the most common ones.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">
    /// 400 if the address is taken, 403 if registration is closed, 422 if address or password are not acceptable, 429 after too
    /// many attempts.
    /// </exception>
    public Task<Registration> RegisterAsync(string email, string password, CancellationToken cancel = default) =>
        _transport.SendAsync(HttpMethod.Post, "api/auth/register", Body(email, password), WireJson.Default.Registration, cancel);

    /// <summary>Logs in, and keeps the access token for the calls that follow.</summary>
    /// <param name="email">The e-mail address.</param>
    /// <param name="password">The password.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">401 if address or password are wrong, 429 after too many attempts.</exception>
    public async Task<LoginResult> LoginAsync(string email, string password, CancellationToken cancel = default)
    {
        var login = await _transport
            .SendAsync(HttpMethod.Post, "api/auth/login", Body(email, password), WireJson.Default.LoginResult, cancel)
            .ConfigureAwait(false);
        _transport.AccessToken = login.AccessToken;
        return login;
    }

    /// <summary>The user whom the token belongs to.</summary>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">401 without a valid token.</exception>
    public Task<User> GetMeAsync(CancellationToken cancel = default) =>
        _transport.SendAsync(HttpMethod.Get, "api/auth/me", body: null, WireJson.Default.User, cancel);

    /// <summary>Changes the user's own password. This ends all other sessions of the user; the token stays valid.</summary>
    /// <param name="currentPassword">The password until now.</param>
    /// <param name="password">The new one.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">
    /// 400 if the current password is wrong, 401 without a valid token, 422 if the new password is not acceptable, 429 after too
    /// many attempts.
    /// </exception>
    public Task ChangePasswordAsync(string currentPassword, string password, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(currentPassword);
        ArgumentNullException.ThrowIfNull(password);
        var body = JsonSerializer.SerializeToUtf8Bytes(new PasswordChange(currentPassword, password), WireJson.Default.PasswordChange);
        return _transport.SendAsync(HttpMethod.Post, "api/auth/password", body, cancel);
    }

    /// <summary>Ends every session of the user, on all devices, and forgets the token.</summary>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">401 without a valid token.</exception>
    public async Task LogoutAsync(CancellationToken cancel = default)
    {
        await _transport.SendAsync(HttpMethod.Post, "api/auth/logout", cancel).ConfigureAwait(false);
        _transport.AccessToken = null;
    }

    private static byte[] Body(string email, string password)
    {
        ArgumentNullException.ThrowIfNull(email);
        ArgumentNullException.ThrowIfNull(password);
        return JsonSerializer.SerializeToUtf8Bytes(new Credentials(email, password), WireJson.Default.Credentials);
    }
}
