namespace TinyBase;

/// <summary>A user registers.</summary>
public sealed class UserRegisterEvent : HookEvent
{
    /// <summary>The id of the user; null before there is one.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The e-mail address.</summary>
    public required string Email { get; init; }

    internal override HookPoint Point => HookPoint.UserRegister;

    internal override string? OrderKey => UserId is { } id ? $"user/{id}" : null;
}

/// <summary>A user has logged in.</summary>
public sealed class UserLoginEvent : HookEvent
{
    /// <summary>The id of the user.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The e-mail address.</summary>
    public required string Email { get; init; }

    /// <summary>Whether the user is an admin.</summary>
    public required bool IsAdmin { get; init; }

    internal override HookPoint Point => HookPoint.UserLogin;

    internal override string? OrderKey => $"user/{UserId}";
}

/// <summary>A login failed: the password was wrong, or there is no such user.</summary>
public sealed class LoginFailEvent : HookEvent
{
    /// <summary>The e-mail address that was given.</summary>
    public required string Email { get; init; }

    /// <summary>The network address of the client; null where it is not known.</summary>
    public string? Address { get; init; }

    internal override HookPoint Point => HookPoint.LoginFail;
}
