using Shouldly;

using TinyBase.Auth.Portal;

using Xunit;

namespace TinyBase.Tests.Auth.Portal;

public sealed class PortalImageTests
{
    [Theory]
    [InlineData("/logo.svg", "/logo.svg", null)]
    [InlineData("https://cdn.example.com/a/logo.png?v=2", "https://cdn.example.com/a/logo.png?v=2", "https://cdn.example.com/a/logo.png")]
    [InlineData("https://cdn.example.com:8443/logo.png", "https://cdn.example.com:8443/logo.png", "https://cdn.example.com:8443/logo.png")]
    [InlineData("https://cdn.example.com/a;b,c.png", "https://cdn.example.com/a;b,c.png", "https://cdn.example.com/a%3Bb%2Cc.png")]
    [InlineData("https://cdn.example.com/a b'\"<.png", "https://cdn.example.com/a%20b'%22%3C.png", "https://cdn.example.com/a%20b'%22%3C.png")]
    public void Images_of_the_own_origin_and_those_over_TLS_are_shown(string given, string url, string? source) =>
        PortalImage.Of(given).ShouldBe(new PortalImage(url, source));

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("logo.png")]
    [InlineData("//cdn.example.com/logo.png")]
    [InlineData(@"/\cdn.example.com/logo.png")]
    [InlineData("http://cdn.example.com/logo.png")]
    [InlineData("https://user@cdn.example.com/logo.png")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:image/png;base64,AAAA")]
    [InlineData("https://cdn.example.com/a\r\nX-Evil: 1")]
    public void Others_are_not(string? given) => PortalImage.Of(given).ShouldBeNull();
}
