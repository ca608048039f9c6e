using Shouldly;

using TinyBase.Configuration;

using Xunit;

namespace TinyBase.Tests.Configuration;

public sealed class DatabasePathTests
{
    [Theory]
    [InlineData("sqlite:///./tinybase.db", "/srv/app/tinybase.db")]
    [InlineData("sqlite:///data/x.db", "/srv/app/data/x.db")]
    [InlineData("SQLite:///x.db", "/srv/app/x.db")]
    [InlineData("sqlite:///../x.db", "/srv/x.db")]
    [InlineData("sqlite:////var/lib/x.db", "/var/lib/x.db")]
    [InlineData("x.db", "/srv/app/x.db")]
    [InlineData("./a b/x.db", "/srv/app/a b/x.db")]
    [InlineData("/var/lib/x.db", "/var/lib/x.db")]
    public void A_URL_or_path_becomes_an_absolute_path(string url, string path)
        => DatabasePath.Resolve(url, "/srv/app").ShouldBe(Path.GetFullPath(path));

    [Theory]
    [InlineData("", "")]
    [InlineData("sqlite://", "sqlite://")]
    [InlineData("sqlite:///", "sqlite:///")]
    [InlineData("sqlite://x.db", "sqlite://***")]
    [InlineData("sqlite:x.db", "sqlite:***")]
    [InlineData(":memory:", ":memory:")]
    [InlineData("sqlite:///:memory:", "sqlite:///:memory:")]
    [InlineData("file::memory:?cache=shared", "file:***")]
    [InlineData("file:x.db", "file:***")]
    [InlineData("data/", "data/")]
    [InlineData("sqlite:////var/lib/", "sqlite:////var/lib/")]
    [InlineData("postgresql://user:sesame@db/app", "postgresql://***")]
    [InlineData("mysql+pymysql://user:sesame@db/app", "mysql+pymysql://***")]
    [InlineData("sqlite:///postgresql://user:sesame@db/app", "sqlite:///postgresql://***")]
    [InlineData("postgresql:/user:sesame@db/app", "postgresql:***")]
    public void What_is_no_SQLite_file_is_refused_without_showing_a_password(string url, string shown)
    {
        var refused = Should.Throw<ArgumentException>(() => DatabasePath.Resolve(url, "/srv/app"));
        refused.Message.ShouldStartWith("The database URL must be the file of a SQLite database");
        refused.Message.ShouldContain("only SQLite is supported");
        refused.Message.ShouldContain($", not {shown}.");
        refused.Message.ShouldNotContain("sesame");
    }

    [Fact]
    public void A_setting_with_another_database_is_an_error_with_its_place()
    {
        var error = SettingsFolder.Load("[database]\nurl = 'postgresql://user:sesame@db/app'").Errors.ShouldHaveSingleItem();
        error.Where.ShouldBe("tinybase.toml:2:7");
        error.Message.ShouldStartWith("database.url must be the file of a SQLite database");
        error.Message.ShouldEndWith("not postgresql://***");
    }
}
