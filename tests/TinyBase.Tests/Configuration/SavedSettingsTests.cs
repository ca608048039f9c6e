using Shouldly;

using TinyBase.Configuration;

using Xunit;

namespace TinyBase.Tests.Configuration;

public sealed class SavedSettingsTests
{
    private static readonly Setting Name = SettingsCatalog.FindByKey("instance_name")!;

    [Theory]
    [InlineData("", null, null, "TinyBase", "default", false)]
    [InlineData("instance_name = \"file\"", null, null, "file", "tinybase.toml:1:17", false)]
    [InlineData("instance_name = \"file\"", "saved", null, "saved", "saved", false)]
    [InlineData("instance_name = \"file\"", "saved", "variable", "variable", "TINYBASE_INSTANCE_NAME", true)]
    public void The_environment_wins_over_what_is_saved_and_that_over_the_file(
        string file, string? saved, string? variable, string value, string origin, bool isPinned)
    {
        using var folder = new SettingsFolder(file);
        var environment = new Dictionary<string, string>();
        if (variable is not null) environment["TINYBASE_INSTANCE_NAME"] = variable;
        var readings = new Dictionary<Setting, SettingReading>();
        if (saved is not null) readings[Name] = Name.Read(new GivenValue("saved", saved));

        var settings = SettingsLoader.Load(folder.Root, environment).With(readings);

        var options = new TinyBaseOptions();
        settings.ApplyTo(options);
        options.Instance.Name.ShouldBe(value);
        var effective = settings.Settings.Single(setting => setting.Setting == Name);
        (effective.Value, effective.Origin, effective.IsPinned).ShouldBe((value, origin, isPinned));
    }

    [Fact]
    public void Code_counts_more_than_what_is_saved()
    {
        using var folder = new SettingsFolder("");
        var settings = TinyBaseSettings.Load(folder.Root, options => options.Instance.Name = "code");

        var snapshot = settings.With(new Dictionary<Setting, SettingReading> { [Name] = Name.Read(new GivenValue("saved", "saved")) });

        snapshot.Options.Instance.Name.ShouldBe("code");
        (snapshot[Name].Value, snapshot[Name].Source).ShouldBe(("code", SettingSource.Code));
        settings.Options.Instance.Name.ShouldBe("code");
    }
}
