using Microsoft.AspNetCore.Http;

using TinyBase.Extensions.Hooks;
using TinyBase.Hosting.Events;
using TinyBase.Storage;

namespace TinyBase.Auth;

/// <summary>Tells of users who register and log in, and asks the hooks before it.</summary>
internal sealed class UserEvents(IEventPublisher events, BeforeHooks hooks, TimeProvider clock)
{
    /// <summary>Asks the hooks whether a user may register.</summary>
    /// <returns>Why not; null if so.</returns>
    public async ValueTask<HookRefusal?> BeforeRegister(string email, HttpContext context)
    {
        if (!hooks.Any(HookPoint.BeforeUserRegister, null)) return null;
        var coming = new UserRegisterEvent { Email = email, RequestId = context.TraceIdentifier, At = clock.GetUtcNow() };
        return await hooks.Run(HookPoint.BeforeUserRegister, coming, context.RequestAborted).ConfigureAwait(false);
    }

    public void Registered(WriteSession session, string id, string email, string? requestId)
    {
        if (!events.IsWanted(HookPoint.UserRegister)) return;
        var user = Guid.Parse(id);
        events.Publish(session, new UserRegisterEvent
        {
            UserId = user,
            Email = email,
            Actor = new HookActor(user, email, IsAdmin: false),
            RequestId = requestId,
            At = clock.GetUtcNow(),
        });
    }

    public void LoggedIn(WriteSession session, User user, string? requestId)
    {
        if (!events.IsWanted(HookPoint.UserLogin)) return;
        var id = Guid.Parse(user.Id);
        events.Publish(session, new UserLoginEvent
        {
            UserId = id,
            Email = user.Email,
            IsAdmin = user.IsAdmin,
            Actor = new HookActor(id, user.Email, user.IsAdmin),
            RequestId = requestId,
            At = clock.GetUtcNow(),
        });
    }

    public void LoginFailed(string email, HttpContext context)
    {
        if (!events.IsWanted(HookPoint.LoginFail)) return;
        events.Publish(new LoginFailEvent
        {
            Email = email,
            Address = SessionOrigin.Of(context).Address,
            RequestId = context.TraceIdentifier,
            At = clock.GetUtcNow(),
        });
    }
}
