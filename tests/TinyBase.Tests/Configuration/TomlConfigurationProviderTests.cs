using Microsoft.Extensions.Configuration;

using Shouldly;

using TinyBase.Configuration;
using TinyBase.Configuration.Toml;

using Xunit;

namespace TinyBase.Tests.Configuration;

public sealed class TomlConfigurationProviderTests
{
    private const string Document =
        """
        title = "x"
        [server]
        port = 8_000
        ratio = 0.5
        debug = true
        allowed = ["a", { b = 1 }]
        [when]
        moment = 1979-05-27 07:32:00.25-07:00
        local = 1979-05-27T07:32:00
        date = 1979-05-27
        time = 07:32:00
        """;

    [Theory]
    [InlineData("title", "x")]
    [InlineData("server:port", "8000")]
    [InlineData("Server:Ratio", "0.5")]
    [InlineData("server:debug", "true")]
    [InlineData("server:allowed:0", "a")]
    [InlineData("server:allowed:1:b", "1")]
    [InlineData("when:moment", "1979-05-27T07:32:00.25-07:00")]
    [InlineData("when:local", "1979-05-27T07:32:00")]
    [InlineData("when:date", "1979-05-27")]
    [InlineData("when:time", "07:32:00")]
    [InlineData("server", null)]
    [InlineData("other", null)]
    public void Keys_are_configuration_paths(string path, string? value)
    {
        using var folder = new SettingsFolder(Document);
        new ConfigurationBuilder().Add(new TomlConfigurationSource(folder.TomlPath)).Build()[path].ShouldBe(value);
    }

    [Fact]
    public void Each_key_knows_its_place()
    {
        using var folder = new SettingsFolder(Document);
        var provider = new TomlConfigurationProvider(folder.TomlPath);
        provider.Load();

        provider.PositionOf("server").ShouldBe(new TomlPosition(2, 2));
        provider.PositionOf("server:port").ShouldBe(new TomlPosition(3, 1));
        provider.PositionOf("server:allowed:1:b").ShouldBe(new TomlPosition(6, 19));
        provider.PositionOf("server:host").ShouldBeNull();
    }

    [Fact]
    public void Loading_again_forgets_what_is_no_longer_there()
    {
        using var folder = new SettingsFolder("a = 1");
        var provider = new TomlConfigurationProvider(folder.TomlPath);
        provider.Load();
        File.WriteAllText(folder.TomlPath, "b = 1");
        provider.Load();

        provider.TryGet("a", out _).ShouldBeFalse();
        provider.PositionOf("a").ShouldBeNull();
        provider.Settings.ShouldHaveSingleItem().Name.ShouldBe("b");
    }

    [Fact]
    public void A_file_that_does_not_exist_is_an_empty_one()
    {
        using var folder = new SettingsFolder();
        new ConfigurationBuilder().Add(new TomlConfigurationSource(folder.TomlPath)).Build().AsEnumerable().ShouldBeEmpty();
    }
}
