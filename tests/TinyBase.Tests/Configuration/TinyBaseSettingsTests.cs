using Microsoft.Extensions.Logging;

using Shouldly;

using TinyBase.Configuration;

using Xunit;

namespace TinyBase.Tests.Configuration;

public sealed class TinyBaseSettingsTests
{
    [Fact]
    public void Code_has_the_last_word()
    {
        using var folder = new SettingsFolder("[server]\nhost = \"192.0.2.1\"\nport = 4000\n");

        var options = TinyBaseSettings.Load(folder.Root, options => options.Server.Port += 1).Options;

        options.Server.Host.ShouldBe("192.0.2.1");
        options.Server.Port.ShouldBe(4001);
        options.Root.ShouldBe(folder.Root);
    }

    [Fact]
    public void Values_that_cannot_be_used_are_refused_together_before_code_sees_them()
    {
        using var folder = new SettingsFolder("[server]\nport = -1\ndebug = \"maybe\"\n");

        var error = Should.Throw<SettingsException>(() => TinyBaseSettings.Load(folder.Root, _ => throw new InvalidOperationException()));

        error.Errors.Count.ShouldBe(2);
    }

    [Fact]
    public void What_has_no_effect_is_in_the_log()
    {
        using var folder = new SettingsFolder("[server]\nprot = 8000\n");
        var log = new ListLogger();

        TinyBaseSettings.Load(folder.Root).Use(log);

        log.Lines.ShouldHaveSingleItem().ShouldStartWith("Warning tinybase.toml:2:1: unknown key server.prot");
    }

    private sealed class ListLogger : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel} {formatter(state, exception)}");
    }
}
