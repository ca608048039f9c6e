using TinyBase.Auth;
using TinyBase.Auth.Endpoints;
using TinyBase.Extensions.Packages;
using TinyBase.Scheduling;

namespace TinyBase.Hosting;

/// <summary>What the operator's commands do, be it in the database itself or through the server that holds it.</summary>
internal interface IAdministration : IDisposable
{
    /// <summary>Schedules.</summary>
    IScheduleAdministration Schedules { get; }

    /// <summary>Extensions.</summary>
    IExtensionAdministration Extensions { get; }

    /// <summary>Makes an admin, or makes an existing user one with a new password; that ends the user's sessions.</summary>
    Task<UserChange> PutAdmin(AdminCredentials credentials, CancellationToken cancel);

    /// <summary>Makes an application token. Only this answer has its value.</summary>
    /// <exception cref="AdministrationException">There are too many.</exception>
    Task<CreatedApplicationToken> CreateToken(NewApplicationToken wanted, CancellationToken cancel);

    /// <summary>All application tokens, the newest first.</summary>
    Task<ApplicationTokenList> ListTokens(CancellationToken cancel);

    /// <summary>One application token, or null.</summary>
    Task<ApplicationTokenView?> FindToken(string id, CancellationToken cancel);

    /// <summary>Ends an application token.</summary>
    /// <returns>Whether there is such a token.</returns>
    Task<bool> RevokeToken(string id, CancellationToken cancel);
}

/// <summary>What the operator asked for cannot be done; the message is one line that says why.</summary>
internal sealed class AdministrationException(string message, Exception? cause = null) : Exception(message, cause);
