using Shouldly;
using TinyBase.Auth;
using TinyBase.Hosting;
using Xunit;

namespace TinyBase.Tests.Auth;

public sealed class TokenCacheTests
{
    private static readonly DateTimeOffset Ever = DateTimeOffset.MaxValue;

    private readonly TokenCache _cache = new();

    public static TheoryData<string> Revocations => ["user", "session", "application", "all"];

    [Theory]
    [MemberData(nameof(Revocations))]
    public void A_check_that_began_before_a_revocation_revives_nothing(string what)
    {
        var before = _cache.Revocations;
        Revoke(what);
        _cache.Add("Bearer a", new ValidToken(Caller.User("u", "u@example.com", isAdmin: false, "s"), Ever), before);

        _cache.Find("Bearer a").ShouldBeNull();
    }

    [Theory]
    [InlineData("user", "program other")]
    [InlineData("session", "program other second")]
    [InlineData("application", "first other second")]
    [InlineData("all", "")]
    public void A_revocation_forgets_what_it_names_and_nothing_else(string what, string left)
    {
        var callers = new Dictionary<string, Caller>
        {
            ["first"] = Caller.User("u", "u@example.com", isAdmin: false, "s"),
            ["second"] = Caller.User("u", "u@example.com", isAdmin: false, "t"),
            ["other"] = Caller.User("v", "v@example.com", isAdmin: false, "w"),
            ["program"] = Caller.Application("p", "program", scopes: null),
        };
        foreach (var (key, caller) in callers) _cache.Add(key, new ValidToken(caller, Ever), _cache.Revocations);

        Revoke(what);

        string.Join(' ', callers.Keys.Where(key => _cache.Find(key) is not null).Order(StringComparer.Ordinal))
            .ShouldBe(string.Join(' ', left.Split(' ').Order(StringComparer.Ordinal)));
    }

    private void Revoke(string what)
    {
        switch (what)
        {
            case "user": _cache.Revoke("u"); break;
            case "session": _cache.RevokeSession("s"); break;
            case "application": _cache.RevokeApplication("p"); break;
            default: _cache.Clear(); break;
        }
    }
}
