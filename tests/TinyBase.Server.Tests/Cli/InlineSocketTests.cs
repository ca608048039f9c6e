using Shouldly;

using TinyBase.Cli.Serving;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

/// <summary>What the server uses of the runtime beyond its public surface: a runtime without it would serve slower, and say nothing.</summary>
public sealed class InlineSocketTests
{
    [Fact]
    public void The_runtime_can_complete_single_sockets_inline_except_on_Windows() =>
        InlineSockets.IsSupported.ShouldBe(!OperatingSystem.IsWindows());
}
