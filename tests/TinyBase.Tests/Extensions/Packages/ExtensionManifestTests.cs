using System.Text;

using Shouldly;

using TinyBase.Extensions.Packages;

using Xunit;

namespace TinyBase.Tests.Extensions.Packages;

/// <summary>What a manifest may say, and what is said of one that is wrong.</summary>
public sealed class ExtensionManifestTests
{
    [Fact]
    public void A_manifest_is_read_with_all_that_it_says()
    {
        var manifest = Read(
            """
            [extension]
            name = "currency-rates"
            version = "1.2.0"
            description = "Rates of currencies"
            author = "Somebody"
            homepage = "https://example.com/rates"
            entry_point = "bin/Rates.dll"
            license = "MIT"

            [extension.tinybase]
            min_version = "0.9"

            [extension.asks]
            network = "Reads rates from api.example.com"
            secrets = true
            files = false

            [extension.settings.base_url]
            description = "Where the rates are"
            default = "https://api.example.com"

            [extension.settings.api_key]
            secret = true

            [extension.settings.keep_days]
            type = "integer"
            default = 30

            [extension.settings.factor]
            type = "number"
            default = 2

            [extension.settings.verbose]
            type = "boolean"
            default = false
            """).Manifest.ShouldNotBeNull();

        manifest.ShouldSatisfyAllConditions(
            it => it.Name.ShouldBe("currency-rates"),
            it => it.Identifier.ShouldBe("currency_rates"),
            it => it.Version.ShouldBe("1.2.0"),
            it => it.Description.ShouldBe("Rates of currencies"),
            it => it.Author.ShouldBe("Somebody"),
            it => it.Homepage.ShouldBe("https://example.com/rates"),
            it => it.EntryPoint.ShouldBe("bin/Rates.dll"),
            it => it.MinVersion.ShouldBe("0.9"),
            it => it.Incompatibility().ShouldBeNull(),
            it => it.Asks.ShouldBe([new ExtensionAsk("network", "Reads rates from api.example.com"), new ExtensionAsk("secrets", null)]),
            it => it.Settings.ShouldBe(
            [
                new ExtensionSetting("base_url", ExtensionSettingType.String, "https://api.example.com", "Where the rates are", false),
                new ExtensionSetting("api_key", ExtensionSettingType.String, null, null, true),
                new ExtensionSetting("keep_days", ExtensionSettingType.Integer, "30", null, false),
                new ExtensionSetting("factor", ExtensionSettingType.Number, "2", null, false),
                new ExtensionSetting("verbose", ExtensionSettingType.Boolean, "false", null, false),
            ]));
    }

    [Fact]
    public void A_name_and_a_version_are_enough()
    {
        var manifest = Read("[extension]\nname = \"a\"\nversion = \"1\"\nasks = [\"network\"]").Manifest.ShouldNotBeNull();
        manifest.Description.ShouldBeNull();
        manifest.EntryPoint.ShouldBeNull();
        manifest.Settings.ShouldBeEmpty();
        manifest.Asks.ShouldBe([new ExtensionAsk("network", null)]);
    }

    [Theory]
    [InlineData("", "Manifest missing required field: name")]
    [InlineData("name = 'top level'", "Manifest missing required field: name")]
    [InlineData("[extension]\nname = ' '\nversion = '1'", "Manifest missing required field: name")]
    [InlineData("[extension]\nname = 'a'", "Manifest missing required field: version")]
    [InlineData("[extension]\nname = 'A'\nversion = '1'", "Invalid extension name 'A'. Must be lowercase alphanumeric with hyphens, starting with a letter.")]
    [InlineData("[extension]\nname = '../a'\nversion = '1'", "Invalid extension name '../a'. Must be lowercase alphanumeric with hyphens, starting with a letter.")]
    [InlineData("[extension]\nname = 'a_b'\nversion = '1'", "Invalid extension name 'a_b'. Must be lowercase alphanumeric with hyphens, starting with a letter.")]
    public void What_is_missing_or_misnamed_is_said_as_everywhere(string text, string problem) => Read(text).Problem.ShouldBe(problem);

    [Theory]
    [InlineData("[extension]\nname = ", "extension.toml:2:8: ")]
    [InlineData("[extension]\nname = 'a'\nversion = 1.0", "extension.toml:3:11: version must be a string")]
    [InlineData("[extension]\nname = 'a'\nversion = \"1\\n2\"", "extension.toml:3:11: version must not have control characters")]
    [InlineData("extension = 'a'", "extension.toml:1:13: extension must be a table")]
    [InlineData("[extension]\nname = 'a'\nversion = '1'\nentry_point = 'main.py'", "extension.toml:4:15: entry_point must be an assembly")]
    [InlineData("[extension]\nname = 'a'\nversion = '1'\nentry_point = '../a.dll'", "extension.toml:4:15: entry_point must be an assembly")]
    [InlineData("[extension]\nname = 'a'\nversion = '1'\nentry_point = '/a.dll'", "extension.toml:4:15: entry_point must be an assembly")]
    [InlineData("[extension]\nname = 'a'\nversion = '1'\nhomepage = 'javascript:alert(1)'", "extension.toml:4:12: homepage must be an address")]
    [InlineData("[extension]\nname = 'a'\nversion = '1'\n[extension.tinybase]\nmin_version = 'soon'", "extension.toml:5:15: min_version must be a version")]
    [InlineData("[extension]\nname = 'a'\nversion = '1'\nasks = ['Network access']", "extension.toml:4:9: what is asked for")]
    [InlineData("[extension]\nname = 'a'\nversion = '1'\n[extension.settings.Key]", "extension.toml:4:21: a setting must be named")]
    [InlineData("[extension]\nname = 'a'\nversion = '1'\n[extension.settings.k]\ntype = 'date'", "extension.toml:5:8: type must be")]
    [InlineData("[extension]\nname = 'a'\nversion = '1'\n[extension.settings.k]\ntype = 'integer'\ndefault = '1'", "extension.toml:6:11: default must be of the type of the setting, integer")]
    [InlineData("[extension]\nname = 'a'\nversion = '1'\n[extension.settings.k]\nsecret = true\ndefault = 'x'", "extension.toml:6:11: a secret must not have a default")]
    [InlineData("[extension]\nname = 'a'\nversion = '1'\nsettings = { k = 1 }", "extension.toml:4:18: k must be a table")]
    public void What_is_wrong_is_said_with_its_place(string text, string problem) =>
        Read(text).Problem.ShouldNotBeNull().ShouldStartWith("Failed to parse manifest: " + problem);

    [Fact]
    public void A_folder_without_a_manifest_says_so()
    {
        using var folder = new PackageFolders();
        ExtensionManifestReader.Read(folder.Root).Problem.ShouldBe("Manifest not found: extension.toml");
    }

    [Fact]
    public void An_extension_that_needs_a_newer_server_says_which()
    {
        var manifest = Read("[extension]\nname = 'a'\nversion = '1'\n[extension.tinybase]\nmin_version = '99.1'").Manifest.ShouldNotBeNull();
        manifest.Incompatibility().ShouldBe($"Extension 'a' needs TinyBase 99.1 or newer, this is {TinyBaseVersion.Current}.");
    }

    [Theory]
    [InlineData("1.0.1", "1.0.0", true)]
    [InlineData("1.10.0", "1.9.0", true)]
    [InlineData("2", "1.9", true)]
    [InlineData("1.0.0", "1.0.0-beta.1", true)]
    [InlineData("1.0.0-beta.11", "1.0.0-beta.2", true)]
    [InlineData("1.0.0", "1.0.0", false)]
    [InlineData("0.9.0", "1.0.0", false)]
    [InlineData("1.0.0+later", "1.0.0", false)]
    [InlineData("next", "1.0.0", false)]
    [InlineData("1.0.0", "first", false)]
    public void Only_a_higher_version_is_newer(string version, string than, bool isNewer) => PackageVersion.IsNewer(version, than).ShouldBe(isNewer);

    private static ManifestResult Read(string text) => ExtensionManifestReader.Parse(Encoding.UTF8.GetBytes(text));
}
