using System.Security.Claims;

namespace TinyBase;

/// <summary>Who calls an endpoint of an extension, from <c>HttpContext.User</c>.</summary>
public static class ClaimsPrincipalExtensions
{
    /// <summary>The role of admins, and of programs with the rights of one.</summary>
    public const string AdminRole = "admin";

    /// <summary>The id of the user; null for nobody known, and for programs.</summary>
    /// <param name="user">Who calls.</param>
    public static Guid? UserId(this ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;
    }

    /// <summary>Whether an admin calls, or a program with the rights of one.</summary>
    /// <param name="user">Who calls.</param>
    public static bool IsAdmin(this ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.IsInRole(AdminRole);
    }
}
