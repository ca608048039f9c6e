using System.Text;

using Microsoft.Extensions.Logging;

using Shouldly;

using TinyBase.Cli.Logging;

using Xunit;

namespace TinyBase.Server.Tests.Cli.Logging;

public sealed class LineLoggerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 18, 41, 5, 123, TimeSpan.Zero);

    [Theory]
    [InlineData(LogLevel.Debug, "DEBUG")]
    [InlineData(LogLevel.Information, "INFO ")]
    [InlineData(LogLevel.Warning, "WARN ")]
    [InlineData(LogLevel.Error, "ERROR")]
    [InlineData(LogLevel.Critical, "FATAL")]
    public void A_message_is_one_line_with_time_and_level(LogLevel level, string shown) =>
        Logged(logger => logger.Log(level, "Grüße, {Name}", "Ada")).ShouldBe($"2026-11-22T18:41:05.123Z {shown} Grüße, Ada\n");

    [Fact]
    public void Control_characters_neither_forge_lines_nor_drive_the_terminal() =>
        Logged(logger => logger.LogInformation("{Path}", "/a\r\nb\e[31m\u0085c"))
            .ShouldBe("2026-11-22T18:41:05.123Z INFO  /a\\u000d\\u000ab\\u001b[31m\\u0085c\n");

    [Fact]
    public void An_exception_follows_its_message_indented_with_its_stack_trace()
    {
        var lines = Logged(logger => logger.LogError(Thrown("first\nsecond"), "Failed")).Split('\n');

        lines[0].ShouldBe("2026-11-22T18:41:05.123Z ERROR Failed");
        lines[1].ShouldBe("    System.InvalidOperationException: first");
        lines[2].ShouldBe("    second");
        lines[3].ShouldStartWith("       at TinyBase.Server.Tests.Cli.Logging.LineLoggerTests.Thrown(");
    }

    [Theory]
    [InlineData(LogLevel.Information, "TinyBase.Hosting", LogLevel.Information)]
    [InlineData(LogLevel.Information, "Microsoft.AspNetCore.Routing", LogLevel.Warning)]
    [InlineData(LogLevel.Information, "System.Net.Http", LogLevel.Warning)]
    [InlineData(LogLevel.Error, "Microsoft.AspNetCore.Routing", LogLevel.Error)]
    [InlineData(LogLevel.Debug, "Microsoft.AspNetCore.Routing", LogLevel.Debug)]
    public void The_framework_is_quieter_unless_debugging(LogLevel setting, string category, LogLevel lowest)
    {
        using var provider = Provider(new MemoryStream(), setting);
        var logger = provider.CreateLogger(category);

        logger.IsEnabled(lowest).ShouldBeTrue();
        logger.IsEnabled(lowest - 1).ShouldBeFalse();
    }

    [Fact]
    public void An_output_that_keeps_up_gets_every_line_in_order()
    {
        var text = Logged(logger =>
        {
            for (var i = 0; i < 5000; i++) logger.LogInformation("{Number}", i);
        });

        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[31..])
            .ShouldBe(Enumerable.Range(0, 5000).Select(i => $"{i}"));
    }

    [Fact]
    public void An_output_that_is_too_slow_costs_information_which_is_counted_but_no_error()
    {
        var output = new GatedStream();
        var provider = Provider(output, LogLevel.Information);
        var logger = provider.CreateLogger("TinyBase");
        logger.LogInformation("The first line is stuck");
        output.Entered.Wait(TestContext.Current.CancellationToken);

        var line = new string('x', 1000);
        for (var i = 0; i < 2000; i++) logger.LogInformation("{Line}", line);
        logger.LogError("This is kept");
        output.Open.Set();
        provider.Dispose();

        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var kept = lines.Count(text => text.EndsWith(line, StringComparison.Ordinal));
        kept.ShouldBeInRange(900, 1100);
        lines.ShouldContain(text => text.EndsWith("ERROR This is kept", StringComparison.Ordinal));
        lines[^1].ShouldEndWith($"WARN  {2000 - kept} log messages were dropped, 0 of them errors: the output is too slow");
    }

    private static InvalidOperationException Thrown(string message)
    {
        try
        {
            throw new InvalidOperationException(message);
        }
        catch (InvalidOperationException error)
        {
            return error;
        }
    }

    private static string Logged(Action<ILogger> log)
    {
        var output = new MemoryStream();
        using (var provider = Provider(output, LogLevel.Debug)) log(provider.CreateLogger("TinyBase"));
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static LineLoggerProvider Provider(Stream output, LogLevel lowest) => new(output, new StoppedClock(), lowest, LineStyle.Plain);

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>Takes nothing until it is opened.</summary>
    private sealed class GatedStream : MemoryStream
    {
        public ManualResetEventSlim Entered { get; } = new();

        public ManualResetEventSlim Open { get; } = new();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Entered.Set();
            Open.Wait();
            base.Write(buffer);
        }
    }
}
