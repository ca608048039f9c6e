using System.Net;
using System.Security.Claims;

using Microsoft.Extensions.Logging;

namespace TinyBase.Configuration;

/// <summary>
/// The settings of a TinyBase server. Each has a key in <c>tinybase.toml</c> and a <c>TINYBASE_*</c> variable; code that
/// calls <c>AddTinyBase</c> can set them too and has the last word.
/// </summary>
public sealed class TinyBaseOptions
{
    /// <summary>Where the server listens and how much it takes in.</summary>
    public ServerOptions Server { get; } = new();

    /// <summary>Where the data is kept.</summary>
    public DatabaseOptions Database { get; } = new();

    /// <summary>Tokens and passwords.</summary>
    public AuthOptions Auth { get; } = new();

    /// <summary>How much one address may send to the operations that take a password.</summary>
    public RateLimitOptions RateLimit { get; } = new();

    /// <summary>What this instance is called, and where it is.</summary>
    public InstanceOptions Instance { get; } = new();

    /// <summary>The pages on which users log in and register.</summary>
    public PortalOptions Portal { get; } = new();

    /// <summary>How e-mail is sent.</summary>
    public MailOptions Mail { get; } = new();

    /// <summary>What is told of requests and of how the server does.</summary>
    public TelemetryOptions Telemetry { get; } = new();

    /// <summary>How long is remembered what happened.</summary>
    public RetentionOptions Retention { get; } = new();

    /// <summary>Which web origins may call the API from a browser.</summary>
    public CorsOptions Cors { get; } = new();

    /// <summary>Functions: where they are, how they run, and how much they may take.</summary>
    public FunctionOptions Functions { get; } = new();

    /// <summary>Schedules, and the housekeeping of the server.</summary>
    public SchedulerOptions Scheduler { get; } = new();

    /// <summary>Hooks whose events are kept, and webhooks.</summary>
    public HookOptions Hooks { get; } = new();

    /// <summary>Extension packages.</summary>
    public ExtensionOptions Extensions { get; } = new();

    /// <summary>The admin UI.</summary>
    public AdminOptions Admin { get; } = new();

    /// <summary>Whether error answers may show internals. Never on a server that others can reach. Default: false.</summary>
    public bool Debug { get; set; }

    /// <summary>The least severe log messages that are written. Default: <see cref="LogLevel.Information"/>.</summary>
    public LogLevel LogLevel { get; set; } = LogLevel.Information;

    /// <summary>
    /// Maps a user whom the host app has authenticated to a TinyBase user; null for none. It is asked where a request carries no
    /// valid TinyBase token, but not for a change that a page of another site may have sent. Default: null, only TinyBase's own
    /// tokens count.
    /// </summary>
    public Func<ClaimsPrincipal, HostUser?>? MapUser { get; set; }

    /// <summary>
    /// The folder that relative paths start from. Default: the content root of the app.
    /// </summary>
    public string? Root { get; set; }
}

/// <summary>The admin UI.</summary>
public sealed class AdminOptions
{
    /// <summary>Stands for the admin UI that is part of TinyBase.</summary>
    public const string Builtin = "builtin";

    /// <summary>
    /// The folder of an admin UI of one's own, with an <c>index.html</c>, relative to the root folder. Default:
    /// <see cref="Builtin"/>, TinyBase's own.
    /// </summary>
    public string StaticDir { get; set; } = Builtin;
}

/// <summary>Where the server listens and how much it takes in.</summary>
public sealed class ServerOptions
{
    /// <summary>The address to listen on. Default: 127.0.0.1. Used by <c>tinybase serve</c> only.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>The port to listen on, 0 to 65535; 0 takes any free one. Default: 8000. Used by <c>tinybase serve</c> only.</summary>
    public int Port { get; set; } = 8000;

    /// <summary>
    /// The largest request body in bytes, at least 1,024. Default: 10 MiB. With credentials, which anybody may send, at most 64 KiB.
    /// </summary>
    public int MaxBodyBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>
    /// The largest body of an import in bytes, at least 1,024. It is not held in memory. Default: 4 GiB.
    /// </summary>
    public long MaxImportBytes { get; set; } = 4L * 1024 * 1024 * 1024;

    /// <summary>
    /// Proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed, so that limits by address apply to the
    /// clients and not to the proxy. Default: none, the address of a client is that of its connection. Used by
    /// <c>tinybase serve</c> only: an app of your own puts <c>app.UseForwardedHeaders(…)</c>, with its proxies named in
    /// <c>KnownProxies</c> or <c>KnownIPNetworks</c>, before <c>app.MapTinyBase()</c>.
    /// </summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; set; } = [];
}

/// <summary>Where the data is kept.</summary>
public sealed class DatabaseOptions
{
    /// <summary>
    /// The database as <c>sqlite:///./relative/path.db</c>, <c>sqlite:////absolute/path.db</c> or a plain path.
    /// Default: <c>sqlite:///./tinybase.db</c>.
    /// </summary>
    public string Url { get; set; } = "sqlite:///./tinybase.db";
}

/// <summary>Tokens and passwords.</summary>
public sealed class AuthOptions
{
    /// <summary>
    /// The key that signs tokens, at least 32 bytes of UTF-8. Default: null, a key is generated at the first start and
    /// kept beside the database.
    /// </summary>
    public string? JwtSecretKey { get; set; }

    /// <summary>
    /// Keys that signed tokens before, at least 32 bytes of UTF-8 each, at most 10: their tokens count until they expire, new ones
    /// are signed with the current key. Default: none.
    /// </summary>
    public IReadOnlyList<string> PreviousKeys { get; set; } = [];

    /// <summary>How long an access token is valid, in minutes. Default: 1,440 (a day).</summary>
    public int JwtAccessTokenExpireMinutes { get; set; } = 1440;

    /// <summary>How long a refresh token is valid, in days. Default: 30.</summary>
    public int JwtRefreshTokenExpireDays { get; set; } = 30;

    /// <summary>Whether anybody may register as a user. Default: true.</summary>
    public bool AllowRegistration { get; set; } = true;

    /// <summary>
    /// PBKDF2 iterations of a password hash. Default: 210,000 (OWASP Password Storage Cheat Sheet for HMAC-SHA512). It has
    /// no setting: only a test host, set up in code, has a reason to lower it.
    /// </summary>
    public int PasswordIterations { get; set; } = 210_000;
}

/// <summary>How much one address may send to the operations that take a password.</summary>
public sealed class RateLimitOptions
{
    /// <summary>
    /// Whether what comes from one address is limited: logins, registrations and the like a minute, wrong passwords in a row, and
    /// passwords that wait to be checked. Turn it off only where something in front of the server does the same. An account whose
    /// password is guessed at is protected all the same. Default: true.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How many logins, and changes of one's own password, a minute from one address; at least 1. Default: 10.</summary>
    public int LoginPerMinute { get; set; } = 10;

    /// <summary>How many registrations a minute from one address; at least 1. Default: 5.</summary>
    public int RegisterPerMinute { get; set; } = 5;

    /// <summary>How many refreshes of a session a minute from one address; at least 1. Default: 20.</summary>
    public int RefreshPerMinute { get; set; } = 20;

    /// <summary>
    /// How many mails to reset a password may be asked for a minute from one address, at least 1; twice as many may be confirmed. Default: 5.
    /// </summary>
    public int PasswordResetPerMinute { get; set; } = 5;

    /// <summary>How many requests a minute an address may send to the API without a token; 0 for any number. Default: 3,000.</summary>
    public int AnonymousPerMinute { get; set; } = 3000;

    /// <summary>How many requests a minute a user or an application token may send; 0 for any number. Default: 0.</summary>
    public int UserPerMinute { get; set; }
}

/// <summary>Which web origins may call the API from a browser.</summary>
public sealed class CorsOptions
{
    /// <summary>
    /// Allowed origins, such as <c>https://app.example.com</c>, or <c>*</c> for any (then without credentials); empty for
    /// none. Default: <c>*</c>.
    /// </summary>
    public IReadOnlyList<string> AllowOrigins { get; set; } = ["*"];
}

/// <summary>A user of the host app, as TinyBase sees it.</summary>
/// <param name="Id">The user's id; records they create are owned by it.</param>
/// <param name="Email">The user's e-mail address.</param>
/// <param name="IsAdmin">Whether they have admin rights in TinyBase.</param>
public sealed record HostUser(Guid Id, string Email, bool IsAdmin);
