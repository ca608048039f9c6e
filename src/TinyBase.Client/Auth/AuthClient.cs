using System.Text.Json;

namespace TinyBase.Client;

/// <summary>Registration, login, sessions and logout. Reached as <see cref="TinyBaseClient.Auth"/>.</summary>
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

    /// <summary>Makes the first admin of a server that has none, and keeps their access token for the calls that follow.</summary>
    /// <param name="token">The secret of the setup link: what follows <c>#setup=</c>.</param>
    /// <param name="email">The admin's e-mail address.</param>
    /// <param name="password">The admin's password, of at least 8 characters.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">
    /// 403 if there is an admin already or the secret is not right, 422 if address or password are not acceptable.
    /// </exception>
    public async Task<LoginResult> SetUpAsync(string token, string email, string password, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(email);
        ArgumentNullException.ThrowIfNull(password);
        var body = JsonSerializer.SerializeToUtf8Bytes(new SetupRequest(token, email, password), WireJson.Default.SetupRequest);
        var login = await _transport
            .SendAsync(HttpMethod.Post, "api/auth/setup", body, WireJson.Default.LoginResult, cancel)
            .ConfigureAwait(false);
        _transport.AccessToken = login.AccessToken;
        return login;
    }

    /// <summary>
    /// Exchanges a code that the auth portal sent an app for a session of the user, and keeps the access token for the calls that follow.
    /// </summary>
    /// <param name="code">What follows <c>#code=</c> in the address that the portal went to. It counts once, for a minute.</param>
    /// <param name="codeVerifier">The secret that the app made the challenge of (RFC 7636).</param>
    /// <param name="redirectUrl">The address that the app asked the portal to go to.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">400 if the code does not count, or not with this secret and address, 429 after too many attempts.</exception>
    public async Task<LoginResult> RedeemCodeAsync(string code, string codeVerifier, Uri redirectUrl, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        ArgumentException.ThrowIfNullOrEmpty(codeVerifier);
        ArgumentNullException.ThrowIfNull(redirectUrl);
        var body = JsonSerializer.SerializeToUtf8Bytes(new CodeRedemption(code, codeVerifier, redirectUrl), WireJson.Default.CodeRedemption);
        var login = await _transport
            .SendAsync(HttpMethod.Post, "api/auth/portal/token", body, WireJson.Default.LoginResult, cancel)
            .ConfigureAwait(false);
        _transport.AccessToken = login.AccessToken;
        return login;
    }

    /// <summary>The user whom the token belongs to.</summary>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">401 without a valid token.</exception>
    public Task<User> GetMeAsync(CancellationToken cancel = default) =>
        _transport.SendAsync(HttpMethod.Get, "api/auth/me", body: null, WireJson.Default.User, cancel);

    /// <summary>
    /// Exchanges a refresh token for a new pair, and keeps the new access token for the calls that follow. The refresh token is used
    /// up by it: store the one in the answer. Used again later than 30 seconds after, it ends the session.
    /// </summary>
    /// <param name="refreshToken">The refresh token of the last login or refresh.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">
    /// 400 if it is an access token, 401 if the session has ended or the token counts no more, 429 after too many attempts.
    /// </exception>
    public async Task<LoginResult> RefreshAsync(string refreshToken, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(refreshToken);
        TokenText.Check(refreshToken, nameof(refreshToken));
        var renewed = await _transport
            .PostWithTokenAsync(refreshToken, "api/auth/refresh", WireJson.Default.LoginResult, cancel)
            .ConfigureAwait(false);
        _transport.AccessToken = renewed.AccessToken;
        return renewed;
    }

    /// <summary>The sessions of the user, the one used last first.</summary>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">401 without a valid token, 403 with an application token.</exception>
    public async Task<IReadOnlyList<Session>> ListSessionsAsync(CancellationToken cancel = default)
    {
        var answer = await _transport
            .SendAsync(HttpMethod.Get, ApiPath.Sessions, body: null, WireJson.Default.SessionListAnswer, cancel)
            .ConfigureAwait(false);
        return answer.Sessions;
    }

    /// <summary>Ends one session of the user.</summary>
    /// <param name="id">The id of the session.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">
    /// 401 without a valid token, 403 with an application token, 404 if the user has no such session.
    /// </exception>
    public Task EndSessionAsync(Guid id, CancellationToken cancel = default) =>
        _transport.DeleteAsync(ApiPath.Session(id), ifMatch: null, cancel);

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
        return _transport.PostAsync("api/auth/password", body, cancel);
    }

    /// <summary>Ends every session of the user, on all devices, and forgets the token.</summary>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">401 without a valid token, 403 with an application token.</exception>
    public Task LogoutAsync(CancellationToken cancel = default) => LogoutAsync(LogoutScope.AllSessions, cancel);

    /// <summary>Ends sessions of the user and forgets the token.</summary>
    /// <param name="scope">Which sessions.</param>
    /// <param name="cancel">Cancels the call.</param>
    /// <exception cref="TinyBaseException">401 without a valid token, 403 with an application token.</exception>
    public async Task LogoutAsync(LogoutScope scope, CancellationToken cancel = default)
    {
        var path = scope == LogoutScope.ThisSession ? "api/auth/logout?scope=this" : "api/auth/logout";
        await _transport.PostAsync(path, body: null, cancel).ConfigureAwait(false);
        _transport.AccessToken = null;
    }

    private static byte[] Body(string email, string password)
    {
        ArgumentNullException.ThrowIfNull(email);
        ArgumentNullException.ThrowIfNull(password);
        return JsonSerializer.SerializeToUtf8Bytes(new Credentials(email, password), WireJson.Default.Credentials);
    }
}
