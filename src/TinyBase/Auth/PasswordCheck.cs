using System.Globalization;

using Microsoft.AspNetCore.Http;

using TinyBase.Auth.Throttling;
using TinyBase.Hosting;
using TinyBase.Hosting.Throttling;

namespace TinyBase.Auth;

/// <summary>What came of checking a password.</summary>
/// <param name="User">Whose it is; null if it is wrong or was not checked.</param>
/// <param name="Refusal">Why it was not checked; null if it was.</param>
/// <param name="Wait">How long to wait before it will be.</param>
internal sealed record PasswordVerdict(User? User, string? Refusal = null, TimeSpan Wait = default)
{
    /// <summary>Answers for a password that was not checked.</summary>
    /// <returns>Whether it did, so that there is nothing left to do.</returns>
    public async ValueTask<bool> Refused(HttpContext context)
    {
        if (Refusal is null) return false;
        await Answers.TooManyRequests(context, Refusal, Wait).ConfigureAwait(false);
        return true;
    }
}

/// <summary>Checks passwords of users, not more often than is good for them and for the server.</summary>
internal sealed class PasswordCheck(UserStore users, Passwords passwords, LoginThrottle throttle, PasswordPlaces places)
{
    /// <summary>Checks a password. An unknown address takes as long as a wrong password and has the same effects.</summary>
    public async Task<PasswordVerdict> Check(string email, string password, HttpContext context)
    {
        var address = ClientAddress.Of(context);
        using var attempt = throttle.Begin(email, address, out var wait);
        if (attempt is null) return new PasswordVerdict(null, Refusal(wait), wait);
        using var place = places.Take(address);
        if (place is null) return new PasswordVerdict(null, PasswordPlaces.Refusal, PasswordPlaces.Wait);

        var user = await users.FindByEmail(email, context.RequestAborted).ConfigureAwait(false);
        var fits = await passwords.Verify(user?.PasswordHash, password, attempt.IsKnown, context.RequestAborted).ConfigureAwait(false);
        attempt.End(fits);
        return new PasswordVerdict(fits ? user : null);
    }

    private static string Refusal(TimeSpan wait)
    {
        var seconds = (int)Math.Max(1, Math.Ceiling(wait.TotalSeconds));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Too many wrong passwords. Try again in {seconds} second{(seconds == 1 ? string.Empty : "s")}.");
    }
}
