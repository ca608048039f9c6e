using Shouldly;

using TinyBase.Configuration;

using Xunit;

namespace TinyBase.Tests.Configuration;

public sealed class TrustedProxiesTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("127.0.0.1", new[] { "127.0.0.1/32" })]
    [InlineData("10.0.0.0/8, fd00::/8,::1", new[] { "10.0.0.0/8", "fd00::/8", "::1/128" })]
    [InlineData("[\"192.0.2.7\", \"2001:DB8::/32\"]", new[] { "192.0.2.7/32", "2001:db8::/32" })]
    [InlineData("0.0.0.0/0,::/0", new[] { "0.0.0.0/0", "::/0" })]
    public void Addresses_and_networks_are_read(string value, string[] networks)
    {
        var settings = SettingsFolder.Load(toml: null, ("TINYBASE_SERVER_TRUSTED_PROXIES", value));
        var options = new TinyBaseOptions();
        settings.ApplyTo(options);

        options.Server.TrustedProxies.Select(network => network.ToString()).ShouldBe(networks);
    }

    [Theory]
    [InlineData("'proxy.example.com'", "proxy.example.com")]
    [InlineData("'10.0.0.1/8'", "10.0.0.1/8")]
    [InlineData("'10.0.0.0/33'", "10.0.0.0/33")]
    [InlineData("'10.0.0.0/-1'", "10.0.0.0/-1")]
    [InlineData("'10.0.0.0/'", "10.0.0.0/")]
    [InlineData("'fd00::/129'", "fd00::/129")]
    [InlineData("'10.0.0'", "10.0.0")]
    [InlineData("'010.0.0.1'", "010.0.0.1")]
    [InlineData("'fe80::1%eth0'", "fe80::1%eth0")]
    [InlineData("'[::1]'", "[::1]")]
    [InlineData("'127.0.0.1:80'", "127.0.0.1:80")]
    [InlineData("'*'", "*")]
    [InlineData("''", "empty")]
    [InlineData("7", "7")]
    public void What_is_neither_is_refused_with_its_place(string item, string shown)
        => SettingsFolder.Load($"server.trusted_proxies = ['::1', {item}]").Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            "tinybase.toml:1:34: server.trusted_proxies must be an IP address or a network whose first address it begins with, "
            + "such as 10.0.0.0/8, not " + shown);
}
