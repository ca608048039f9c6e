using System.Text;

using TinyBase.Configuration;

using Xunit;

namespace TinyBase.Tests.Documentation;

/// <summary><c>docs/configuration.md</c>, written from the catalogue of settings.</summary>
public sealed class ConfigurationPageTests
{
    private const string Head =
        """
        # Settings

        <!-- Written from the catalogue of settings by ConfigurationPageTests; edit that. -->

        A setting comes from the first of these that gives it:

        1. an option of the command line, such as `--port` of `tinybase serve`, or code that calls `AddTinyBase`;
        2. a variable of the environment, `TINYBASE_` and the key in any case: `TINYBASE_SERVER_PORT=8080`;
        3. the file `tinybase.toml` in the folder that is served;
        4. its default.

        `tinybase config` shows what counts in a folder and where each value comes from; `tinybase config server_port` shows one.

        In `tinybase.toml` a key can be written whole, or split at any underscore into a table and a name, so these are the same:

        ```toml
        server_port = 8080
        ```

        ```toml
        [server]
        port = 8080
        ```

        A list in a variable is JSON or separated by commas: `TINYBASE_CORS_ALLOW_ORIGINS=https://a.example.com,https://b.example.com`.

        A wrong value stops the start with its file, line and column, and all errors are told at once. A key that is not known is a
        warning that names the nearest one. Giving a setting twice, in two spellings, is an error. Values marked *secret* are never
        shown or logged.

        ## All settings

        """;

    private const string Inert =
        """

        ## Known, without effect

        A `tinybase.toml` of the Python TinyBase can be used as it is. These settings are known and their values checked, but in this
        version they change nothing; giving one is a warning that says why. The tables `[environments.*]` are for deployments, and a
        server takes no notice of them, nor of the variables `TINYBASE_FN_*`, `TINYBASE_API_URL`, `TINYBASE_API_TOKEN`,
        `TINYBASE_FUNCTIONS_DIR` and `TINYBASE_TIMEOUT`.

        | key | type and values | default | why it has no effect |
        | --- | --- | --- | --- |

        """;

    [Fact]
    public void The_page_says_what_the_catalogue_says() => GeneratedPage.ShouldBe("configuration.md", Write());

    private static string Write()
    {
        var page = new StringBuilder(Head);
        foreach (var setting in SettingsCatalog.All.Where(setting => setting.NoEffect is null)) Write(page, setting);
        page.Append(Inert);
        foreach (var setting in SettingsCatalog.All.Where(setting => setting.NoEffect is not null))
        {
            page.Append(null, $"| `{setting.Key}` | {Values(setting)} | {Default(setting)} | {setting.NoEffect} |\n");
        }

        return page.ToString();
    }

    private static void Write(StringBuilder page, Setting setting)
    {
        page.Append(null, $"\n### `{setting.Key}`\n\n{setting.Description}{(setting.IsSecret ? " *Secret.*" : "")}\n\n");
        page.Append("| | |\n| --- | --- |\n");
        page.Append(null, $"| values | {Values(setting)} |\n");
        page.Append(null, $"| default | {Default(setting)} |\n");
        page.Append(null, $"| in `tinybase.toml` | {string.Join(", ", setting.Spellings.Select(Toml))} |\n");
        page.Append(null, $"| variable | `{setting.Variable}` |\n");
    }

    private static string Values(Setting setting) => $"{setting.TypeName}: {setting.Expected}";

    private static string Default(Setting setting) => setting.Default is { } value ? $"`{value}`" : "none";

    private static string Toml(string spelling)
    {
        var dot = spelling.LastIndexOf('.');
        return dot < 0 ? $"`{spelling}`" : $"`[{spelling[..dot]}] {spelling[(dot + 1)..]}`";
    }
}
