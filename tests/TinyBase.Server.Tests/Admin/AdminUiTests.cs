using System.Text.RegularExpressions;

using Shouldly;

using TinyBase.Hosting;
using TinyBase.Server.Tests.Cli;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Admin;

/// <summary>What is served under <c>/admin</c>: the built UI, if there is one, and a folder of the operator's own.</summary>
public sealed partial class AdminUiTests : IAsyncLifetime
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "frame-ancestors 'none'; form-action 'none'; base-uri 'self'";

    private readonly TestFolder _folder = new();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_folder.File("index.html"), """<head><base href="./"></head>own""");
        await File.WriteAllTextAsync(_folder.File("app.js"), "own()");
        await File.WriteAllTextAsync(_folder.File(".secret"), "hidden");
        await File.WriteAllTextAsync(_folder.File("../outside.txt"), "outside");
        _server = await Start(_folder.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        File.Delete(_folder.File("../outside.txt"));
        _folder.Dispose();
    }

    [Theory]
    [InlineData("/admin", "admin/")]
    [InlineData("/admin/", "./")]
    [InlineData("/admin/collections", "./")]
    [InlineData("/admin/collections/movies/schema", "../../")]
    public async Task A_deep_link_opens_the_page_which_knows_where_its_files_are(string path, string address)
    {
        foreach (var prefix in (string[])["", "/backend"])
        {
            await using var server = await Start(_folder.Path, prefix);

            var page = (await server.Anonymous.Get(path)).Expect(200);

            page.Text.ShouldBe($"""<head><base href="{address}"><meta name="tinybase-setup" content="done"></head>own""");
            page.Header("Content-Type").ShouldBe("text/html; charset=utf-8");
            page.Header("Content-Security-Policy").ShouldBe(Policy);
            page.Header("Referrer-Policy").ShouldBe("no-referrer");
            new Uri(new Uri($"http://host{prefix}{path}"), address).AbsolutePath.ShouldBe($"{prefix}/admin/");
        }
    }

    [Fact]
    public async Task The_page_is_told_that_the_setup_link_counts()
    {
        await using var server = await TestServer.Start(new ServerSetup { IsEmpty = true, Options = options => options.Admin.StaticDir = _folder.Path });

        (await server.Anonymous.Get("/admin")).Expect(200).Text.ShouldContain("""<meta name="tinybase-setup" content="open">""");
    }

    [Fact]
    public async Task A_file_is_sent_once_and_then_known_by_its_version()
    {
        var file = (await _server.Anonymous.Get("/admin/app.js")).Expect(200);
        var asked = (await _server.Anonymous.Send(HttpMethod.Head, "/admin/app.js")).Expect(200);

        file.Text.ShouldBe("own()");
        file.Header("Content-Type").ShouldBe("text/javascript; charset=utf-8");
        asked.Text.ShouldBeEmpty();
        asked.Header("Content-Length").ShouldBe("5");
        (await Get(_server, "/admin/app.js", "If-None-Match", file.Header("ETag")!)).Expect(304);
        var page = (await _server.Anonymous.Get("/admin/")).Expect(200);
        (await Get(_server, "/admin/", "If-None-Match", page.Header("ETag")!)).Expect(304);
    }

    [Theory]
    [InlineData("/admin/missing.js")]
    [InlineData("/admin/assets/missing.css")]
    [InlineData("/admin/.secret")]
    [InlineData("/admin/../outside.txt")]
    [InlineData("/admin/..%2foutside.txt")]
    [InlineData("/admin/%2e%2e/outside.txt")]
    [InlineData("/admin/..%5coutside.txt")]
    [InlineData("/auth/app.js")]
    public async Task What_is_no_file_of_the_folder_is_not_there(string path) =>
        (await _server.Anonymous.Get(path)).Expect(404).Text.ShouldNotContain("outside");

    [Fact]
    public async Task Only_reading_is_allowed()
    {
        (await _server.Anonymous.Post("/admin/")).Expect(405).Header("Allow").ShouldBe("GET, HEAD");
        (await _server.Anonymous.Delete("/auth/login")).Expect(405);
    }

    [Fact]
    public async Task A_folder_that_there_is_not_is_told_of_in_the_page_and_the_log()
    {
        await using var server = await Start(Path.Combine(_folder.Path, "nowhere"));

        (await server.Anonymous.Get("/admin")).Expect(404).Text.ShouldContain("admin_static_dir");
        server.Logs.Lines.ShouldContain(line => line.Contains("admin_static_dir names") && line.Contains("nowhere"));
        (await server.Anonymous.Get("/health")).Expect(200);
    }

    [Fact]
    public async Task The_built_in_page_loads_files_that_browsers_may_keep()
    {
        await using var server = await Start("builtin");
        var page = await server.Anonymous.Get("/admin/");
        Assert.SkipWhen(page.Status == 404, "The admin UI is not built: there is no Node on this machine.");

        var names = Assets().Matches(page.Text).Select(match => match.Value).Distinct().ToList();

        names.ShouldContain(name => name.EndsWith(".js"));
        names.ShouldContain(name => name.EndsWith(".css"));
        foreach (var name in names)
        {
            foreach (var encoding in (string[])["br", "gzip", "identity"])
            {
                var file = (await Get(server, $"/admin/{name}", "Accept-Encoding", encoding)).Expect(200);
                file.Header("Cache-Control").ShouldBe("public, max-age=31536000, immutable");
                file.Header("Content-Encoding").ShouldBe(encoding == "identity" ? null : encoding);
                file.Header("Content-Security-Policy").ShouldBe(Policy);
            }
        }

        page.Text.ShouldNotContain("<script>");
        page.Text.ShouldNotContain("<style");
    }

    private static async Task<Answer> Get(TestServer server, string path, string header, string value)
    {
        using var request = server.Anonymous.Request(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(header, value);
        return await server.Anonymous.Send(request);
    }

    [GeneratedRegex("assets/[^\"]+")]
    private static partial Regex Assets();

    private static Task<TestServer> Start(string folder, string prefix = "") => TestServer.Start(new ServerSetup
    {
        Prefix = prefix,
        Map = app => app.MapTinyBase(prefix),
        Options = options => options.Admin.StaticDir = folder,
    });
}
