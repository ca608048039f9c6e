using TinyBase.Hosting;

namespace TinyBase.OpenApi;

/// <summary>For whom a document is: callers with the same rights get the same one.</summary>
internal sealed class Audience
{
    public static readonly Audience Anonymous = new(Caller.Anonymous);

    /// <summary>Any user: which records are whose makes no difference to what there is.</summary>
    public static readonly Audience User = new(Caller.User(Guid.Empty.ToString(), string.Empty, isAdmin: false));

    /// <summary>Admins, programs with an application token, and the operator.</summary>
    public static readonly Audience Admin = new(Caller.Operator);

    private Audience(Caller caller) => Caller = caller;

    /// <summary>One caller who stands for all.</summary>
    public Caller Caller { get; }

    public static Audience Of(Caller caller) => caller.IsAdmin ? Admin : caller.IsAnonymous ? Anonymous : User;

    /// <summary>Whether an operation is there for it at all.</summary>
    public bool MayCall(Access access) => access switch
    {
        Access.Public or Access.Optional => true,
        Access.User => !Caller.IsAnonymous,
        Access.Admin => Caller.IsAdmin,
        _ => false,
    };
}
