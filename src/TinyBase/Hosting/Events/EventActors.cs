namespace TinyBase.Hosting.Events;

/// <summary>Callers as hooks see them.</summary>
internal static class EventActors
{
    /// <summary>Null for nobody known.</summary>
    public static HookActor? Actor(this Caller caller) => caller.IsAnonymous ? null : new HookActor(UserId(caller), caller.Email, caller.IsAdmin);

    /// <summary>Null for everybody who is no user.</summary>
    public static Guid? UserId(this Caller caller) => caller.Id is { } id ? Guid.Parse(id) : null;
}
