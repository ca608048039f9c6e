using Shouldly;

using TinyBase.Auth.Portal;
using TinyBase.Configuration;

using Xunit;

namespace TinyBase.Tests.Auth.Portal;

public sealed class PortalRedirectsTests
{
    private static readonly PortalOptions Portal = new()
    {
        LoginRedirectUrl = "https://app.example.com/home?from=portal",
        RegisterRedirectUrl = "https://welcome.example.com",
        RedirectUrls = ["http://localhost:5173/", "https://app.example.com/account/"],
    };

    [Theory]
    [InlineData("https://app.example.com/home", "https://app.example.com/home")]
    [InlineData("https://app.example.com/home/films?sort=stars&x=a%20b", "https://app.example.com/home/films?sort=stars&x=a%20b")]
    [InlineData("HTTPS://APP.example.com:443/home", "https://app.example.com/home")]
    [InlineData("https://app.example.com/home/../account", "https://app.example.com/account")]
    [InlineData("https://app.example.com/account", "https://app.example.com/account")]
    [InlineData("https://app.example.com/account/me?next=https://a@b%2e%2e/%5c", "https://app.example.com/account/me?next=https://a@b../%5c")]
    [InlineData("https://welcome.example.com", "https://welcome.example.com/")]
    [InlineData("https://welcome.example.com/any/path", "https://welcome.example.com/any/path")]
    [InlineData("http://localhost:5173/callback", "http://localhost:5173/callback")]
    public void What_is_at_or_below_an_allowed_address_is_allowed(string url, string normal) =>
        PortalRedirects.Allowed(Portal, url).ShouldBe(normal);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/home")]
    [InlineData("//evil.example")]
    [InlineData("//app.example.com/home")]
    [InlineData(@"\\evil.example")]
    [InlineData(@"/\evil.example")]
    [InlineData(@"https:\\app.example.com\home")]
    [InlineData(@"https://app.example.com\@evil.example/home")]
    [InlineData(@"https://evil.example\.app.example.com/home")]
    [InlineData("https:app.example.com/home")]
    [InlineData("https:///app.example.com/home")]
    [InlineData("https://app.example.com.evil.example/home")]
    [InlineData("https://evilapp.example.com/home")]
    [InlineData("https://app.example.com@evil.example/home")]
    [InlineData("https://user@app.example.com/home")]
    [InlineData("https://user:secret@app.example.com/home")]
    [InlineData("https://@app.example.com/home")]
    [InlineData("http://app.example.com/home")]
    [InlineData("https://app.example.com:8443/home")]
    [InlineData("https://app.example.com")]
    [InlineData("https://app.example.com/homes")]
    [InlineData("https://app.example.com/home.evil")]
    [InlineData("https://app.example.com/Home")]
    [InlineData("https://app.example.com/home/../admin")]
    [InlineData("https://app.example.com/home/%2e%2e/admin")]
    [InlineData("https://app.example.com/home/.%2E/admin")]
    [InlineData("https://app.example.com/home%2f..%2fadmin")]
    [InlineData("https://app.example.com/home/%5c..")]
    [InlineData("https://app.example.com/home#code=stolen")]
    [InlineData("https://app.example.com/home#")]
    [InlineData("https://app.example.com/ home")]
    [InlineData(" https://app.example.com/home")]
    [InlineData("https://app.example.com/home\n")]
    [InlineData("https://app.example.com/home\t/x")]
    [InlineData("ht\ntps://app.example.com/home")]
    [InlineData("https://app.example.com\u3002evil.example/home")]
    [InlineData("javascript:alert(1)")]
    [InlineData("javascript://app.example.com/home%0aalert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("ftp://app.example.com/home")]
    [InlineData("blob:https://app.example.com/home")]
    [InlineData("http://localhost/callback")]
    public void Nothing_else_is(string? url) => PortalRedirects.Allowed(Portal, url).ShouldBeNull();

    [Fact]
    public void Without_settings_nothing_is() => PortalRedirects.Allowed(new PortalOptions(), "https://app.example.com/").ShouldBeNull();

    [Fact]
    public void An_endless_address_is_refused() => PortalRedirects.Allowed(Portal, "https://welcome.example.com/" + new string('x', 3000)).ShouldBeNull();
}
