using Shouldly;

using TinyBase.Extensions.Webhooks;

using Xunit;

namespace TinyBase.Tests.Extensions;

public sealed class WebhookSecretTests
{
    [Fact]
    public void A_message_is_signed_as_the_specification_has_it()
    {
        // A pair that libraries of Standard Webhooks are tested with.
        var key = WebhookSecret.Key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").ShouldNotBeNull();

        WebhookSecret.Sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}""")
            .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    [Fact]
    public void A_new_secret_is_one_and_unlike_any_other()
    {
        WebhookSecret.Key(WebhookSecret.New()).ShouldNotBeNull().Length.ShouldBe(32);
        WebhookSecret.New().ShouldNotBe(WebhookSecret.New());
    }

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("whsec_not base64, but as long as one that is")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void What_is_no_secret_is_none(string secret) => WebhookSecret.Key(secret).ShouldBeNull();
}
