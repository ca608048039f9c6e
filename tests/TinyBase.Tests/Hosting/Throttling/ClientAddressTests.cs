using System.Net;

using Shouldly;

using TinyBase.Hosting.Throttling;

using Xunit;

namespace TinyBase.Tests.Hosting.Throttling;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::1", "0.0.0.1", false)]
    [InlineData("::1", "127.0.0.1", false)]
    [InlineData("::", "0.0.0.0", false)]
    [InlineData("ffff:ffff:ffff:ffff::", "255.255.255.255", false)]
    public void One_client_is_one_address_of_IPv4_or_a_64_of_IPv6(string first, string second, bool isSame) =>
        (Of(first) == Of(second)).ShouldBe(isSame);

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.250", true)]
    [InlineData("192.0.2.7", "192.0.3.7", false)]
    [InlineData("2001:db8:1:2::", "2001:db8:1:ffff::", true)]
    [InlineData("2001:db8:1:2::", "2001:db8:2:2::", false)]
    [InlineData("0.0.0.7", "::", false)]
    public void A_network_is_a_24_of_IPv4_or_a_48_of_IPv6(string first, string second, bool isSame) =>
        (Of(first).Network == Of(second).Network).ShouldBe(isSame);

    [Fact]
    public void Without_an_address_all_are_one_client()
    {
        ClientAddress.Of((IPAddress?)null).ShouldBe(ClientAddress.None);
        ClientAddress.None.Network.ShouldBe(ClientAddress.None);
        ClientAddress.Of(IPAddress.Parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")).ShouldNotBe(ClientAddress.None);
    }

    private static ClientAddress Of(string address) => ClientAddress.Of(IPAddress.Parse(address));
}
