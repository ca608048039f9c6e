using Microsoft.Extensions.Logging;

using Shouldly;

using TinyBase.Client;

using Xunit;

namespace TinyBase.Tests.Sdk;

/// <summary>The context that authors make for unit tests of their functions.</summary>
public sealed class FunctionContextTests
{
    [Fact]
    public void A_function_can_be_called_with_a_context_that_says_nothing()
    {
        var context = new FunctionContext();

        Greet(context).ShouldBe("hello nobody");

        context.Name.ShouldBe("test");
        context.UserId.ShouldBeNull();
        context.IsAdmin.ShouldBeFalse();
        context.Trigger.ShouldBe(Trigger.Manual);
        context.Config["WORD"].ShouldBeNull();
        context.Cancel.CanBeCanceled.ShouldBeFalse();
        context.Now.ShouldNotBe(default);
    }

    [Fact]
    public void What_a_test_gives_is_what_the_function_sees()
    {
        using var client = new TinyBaseClient(new Uri("http://localhost"));
        using var cancel = new CancellationTokenSource();
        var id = Guid.NewGuid();

        var context = new FunctionContext(new FunctionContextOptions
        {
            Name = "greet",
            CallId = "c",
            RequestId = "r",
            UserId = id,
            Email = "me@example.com",
            IsAdmin = true,
            Trigger = Trigger.Schedule,
            TriggerId = "t",
            Time = new NoTime(),
            Config = new Dictionary<string, string> { ["word"] = "sesame" },
            Client = client,
            Cancel = cancel.Token,
        });

        Greet(context).ShouldBe("hello me@example.com");
        (context.Name, context.CallId, context.RequestId, context.UserId, context.IsAdmin).ShouldBe(("greet", "c", "r", id, true));
        (context.Trigger, context.TriggerId).ShouldBe((Trigger.Schedule, "t"));
        context.Time.ShouldBeOfType<NoTime>();
        context.Config.Require("WORD").ShouldBe("sesame");
        context.Client.ShouldBeSameAs(client);
        context.Cancel.ShouldBe(cancel.Token);
    }

    [Fact]
    public void A_client_that_was_not_given_says_so() =>
        Should.Throw<InvalidOperationException>(() => new FunctionContext().Client).Message.ShouldContain("set FunctionContextOptions.Client");

    private static string Greet(FunctionContext ctx)
    {
        ctx.Log.LogInformation("Greeting {Email}", ctx.Email);
        return $"hello {ctx.Email ?? "nobody"}";
    }
}
