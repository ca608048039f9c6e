using TinyBase.Hosting;

namespace TinyBase.Collections;

/// <summary>Who passes an access rule.</summary>
internal static class AccessChecks
{
    /// <summary>Where no record is involved, as in listing and creating: <c>owner</c> is then any user.</summary>
    public static bool Allows(this AccessRule rule, Caller caller) =>
        rule == AccessRule.Public || caller.IsAdmin || (rule != AccessRule.Admin && !caller.IsAnonymous);

    /// <summary>On a record. One without owner is, under <c>owner</c>, the admins' only.</summary>
    /// <param name="owner">The owner's id in UTF-8, empty for none.</param>
    public static bool Allows(this AccessRule rule, Caller caller, ReadOnlySpan<byte> owner) =>
        rule == AccessRule.Owner
            ? caller.IsAdmin || (caller.Id is not null && owner.SequenceEqual(caller.IdUtf8.Span))
            : rule.Allows(caller);

    /// <summary>
    /// Whether a write needs a login first: always for nobody known, unless its rule is public. An unknown collection, which has
    /// no rule, is no exception, so that nobody can try out names.
    /// </summary>
    public static bool MustLogIn(this Caller caller, AccessRule? rule) => caller.IsAnonymous && rule != AccessRule.Public;

    /// <summary>Whether the record must look to the caller as if it were not there.</summary>
    public static bool Hides(this AccessRules rules, Caller caller, ReadOnlySpan<byte> owner) =>
        rules.Read == AccessRule.Owner && !rules.Read.Allows(caller, owner);
}
