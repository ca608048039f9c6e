using Shouldly;

using TinyBase.Configuration;

using Xunit;

namespace TinyBase.Tests.Configuration;

public sealed class CorsOriginsTests
{
    [Theory]
    [InlineData("*", new[] { "*" })]
    [InlineData("", new string[0])]
    [InlineData("[]", new string[0])]
    [InlineData("https://a.example, http://b.example:8080,", new[] { "https://a.example", "http://b.example:8080" })]
    [InlineData(" [\"https://a.example\", \"*\"]", new[] { "https://a.example", "*" })]
    [InlineData("HTTPS://BÜCHER.example:443", new[] { "https://xn--bcher-kva.example" })]
    [InlineData("http://127.0.0.1:5173,http://localhost", new[] { "http://127.0.0.1:5173", "http://localhost" })]
    public void A_list_in_the_environment_is_JSON_or_separated_by_commas(string value, string[] origins)
        => Origins(SettingsFolder.Load(toml: null, ("TINYBASE_CORS_ALLOW_ORIGINS", value))).ShouldBe(origins);

    [Theory]
    [InlineData("['https://a.example', '*']", new[] { "https://a.example", "*" })]
    [InlineData("'https://a.example,*'", new[] { "https://a.example", "*" })]
    [InlineData("[]", new string[0])]
    public void A_list_in_the_file_is_a_list_or_separated_by_commas(string value, string[] origins)
        => Origins(SettingsFolder.Load("cors.allow_origins = " + value)).ShouldBe(origins);

    [Theory]
    [InlineData("''", "empty")]
    [InlineData("'a.example'", "a.example")]
    [InlineData("'https://'", "https://")]
    [InlineData("'https:a.example'", "https:a.example")]
    [InlineData("'https://a.example/'", "https://a.example/")]
    [InlineData("'https://a.example?x'", "https://a.example?x")]
    [InlineData("'https://u:p@a.example'", "https://u:p@a.example")]
    [InlineData("'https://*.example'", "https://*.example")]
    [InlineData("'https://a.example:99999'", "https://a.example:99999")]
    [InlineData("'ws://a.example'", "ws://a.example")]
    [InlineData("'null'", "null")]
    [InlineData("7", "7")]
    [InlineData("['*']", "a list")]
    [InlineData("{a = 1}", "a table")]
    public void What_is_no_origin_is_refused(string item, string shown)
        => SettingsFolder.Load($"cors.allow_origins = [{item}]").Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            "tinybase.toml:1:23: cors.allow_origins must be * or an http(s) origin without a path, such as https://app.example.com, not " + shown);

    private static IReadOnlyList<string> Origins(LoadedSettings settings)
    {
        var options = new TinyBaseOptions();
        settings.ApplyTo(options);
        return options.Cors.AllowOrigins;
    }
}
