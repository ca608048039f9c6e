using System.Text.Json;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Functions;

/// <summary>Uploads of functions with the files that they include.</summary>
public sealed class FunctionUploadTests(FunctionUploadTests.Fixture fixture) : IClassFixture<FunctionUploadTests.Fixture>
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task A_function_brings_what_it_includes_and_goes_back_with_it()
    {
        var first = await Upload(Function("price", "Rate.Of(2)", "_Rate_1.cs"), File("_Rate_1.cs", Rate("x * 2")));
        first.GetProperty("status").GetString().ShouldBe("new_version", first.GetRawText());
        (await Call("price")).ShouldBe(4);

        // The function's own file is the same.
        var second = await Upload(Function("price", "Rate.Of(2)", "_Rate_1.cs"), File("_Rate_1.cs", Rate("x * 3")));
        second.GetProperty("status").GetString().ShouldBe("new_version");
        second.GetProperty("content_hash").GetString().ShouldNotBe(first.GetProperty("content_hash").GetString());
        (await Call("price")).ShouldBe(6);
        (await Upload(Function("price", "Rate.Of(2)", "_Rate_1.cs"), File("_Rate_1.cs", Rate("x * 3")))).GetProperty("status").GetString().ShouldBe("unchanged");

        (await Server.Admin.Api.Post("/api/admin/functions/price/rollback")).Expect(200).Json.GetProperty("status").GetString().ShouldBe("earlier_version");
        (await Call("price")).ShouldBe(4);
        System.IO.File.ReadAllText(Path.Join(Server.Root, "functions", "_Rate_1.cs")).ShouldContain("x * 2");
        var id = second.GetProperty("version_id").GetString();
        (await Server.Admin.Api.Get($"/api/admin/functions/price/versions/{id}/source")).Expect(200).Json
            .GetProperty("files").GetProperty("_Rate_1.cs").GetString()!.ShouldContain("x * 3");
    }

    [Fact]
    public async Task A_file_that_another_function_includes_is_not_changed_so_that_it_cannot_be_built_any_more()
    {
        (await UploadAll(
            (Function("left", "Rate.Of(1)", "lib/rate.cs"), [("lib/rate.cs", Rate("x"))]),
            (Function("right", "Rate.Of(1)", "lib/*.cs"), [("lib/rate.cs", Rate("x"))])))
            .Select(one => one.GetProperty("status").GetString()).ShouldBe(["new_version", "new_version"]);

        var renamed = Rate("x + 9").Replace("Of", "From", StringComparison.Ordinal);
        var alone = await Upload(Function("left", "Rate.From(1)", "lib/rate.cs"), File("lib/rate.cs", renamed));
        alone.GetProperty("status").GetString().ShouldBe("failed");
        alone.GetProperty("message").GetString()!.ShouldContain("function 'right', which includes it too, cannot be built; upload both together: right.cs:");
        (await Call("left")).ShouldBe(1);

        (await UploadAll(
            (Function("left", "Rate.From(1)", "lib/rate.cs"), [("lib/rate.cs", renamed)]),
            (Function("right", "nope", "lib/*.cs"), [("lib/rate.cs", renamed)]),
            (Function("apart", "7", ""), [])))
            .Select(one => one.GetProperty("status").GetString()).ShouldBe(["failed", "failed", "new_version"]);
        (await Call("right")).ShouldBe(1);
        (await Call("apart")).ShouldBe(7);

        (await UploadAll(
            (Function("left", "Rate.From(1)", "lib/rate.cs"), [("lib/rate.cs", renamed)]),
            (Function("right", "Rate.From(1)", "lib/*.cs"), [("lib/rate.cs", renamed)])))
            .Select(one => one.GetProperty("status").GetString()).ShouldBe(["new_version", "new_version"]);
        (await Call("right")).ShouldBe(10);
    }

    [Theory]
    [InlineData("../_out.cs", "'../_out.cs' must be the path of a .cs file in the folder of the functions")]
    [InlineData("other.cs", "'other.cs' must be the path of a .cs file in the folder of the functions")]
    [InlineData("nuget.config", "'nuget.config' must be the path of a .cs file in the folder of the functions")]
    [InlineData(".built/x.cs", "'.built/x.cs' must be the path of a .cs file in the folder of the functions")]
    [InlineData("lib/../../x.cs", "'lib/../../x.cs' must be the path of a .cs file in the folder of the functions")]
    [InlineData("/etc/x.cs", "'/etc/x.cs' must be the path of a .cs file in the folder of the functions")]
    [InlineData("_stray.cs", "'_stray.cs' comes with function 'strange', which does not include it")]
    public async Task A_file_that_no_function_may_bring_is_refused(string path, string message)
    {
        var answer = await Upload(Function("strange", "1", ""), File(path, "static class Stray;"));

        answer.GetProperty("status").GetString().ShouldBe("failed");
        answer.GetProperty("message").GetString()!.ShouldContain(message);
        System.IO.File.Exists(Path.Join(Server.Root, "functions", "strange.cs")).ShouldBeFalse();
    }

    [Fact]
    public async Task Files_are_held_to_the_rules_of_the_function_and_to_those_of_the_batch()
    {
        var outside = await Upload(Function("strange", "1", "_a.cs"), File("_a.cs", "#:include ../_b.cs"));
        outside.GetProperty("message").GetString()!.ShouldContain("'#:include ../_b.cs' must name a file in the folder of the functions");

        var conflict = await UploadAll(
            (Function("one", "Rate.Of(1)", "_c.cs"), [("_c.cs", Rate("x"))]),
            (Function("two", "Rate.Of(1)", "_c.cs"), [("_c.cs", Rate("x + 1"))]),
            (Function("one", "2", ""), []));
        conflict.Select(one => one.GetProperty("status").GetString()).ShouldBe(["new_version", "failed", "failed"]);
        conflict[1].GetProperty("message").GetString()!.ShouldContain("'_c.cs' comes with another content from one of the functions before");
        conflict[2].GetProperty("message").GetString()!.ShouldContain("'one.cs' is among the functions before");

        (await Server.Admin.Api.Post("/api/admin/functions/upload", """{"filename": "x.cs", "content": "", "files": [{"filename": 1}, {"filename": "_a.cs", "content": ""}]}"""))
            .Expect(422).Errors.Select(error => string.Join('.', error.GetProperty("loc").EnumerateArray())).ShouldBe(["body.files.0.filename", "body.files.0.content"]);
    }

    [Fact]
    public async Task A_build_error_of_an_upload_has_its_place()
    {
        var answer = await Upload(Function("wrong", "nope", ""));

        var error = answer.GetProperty("errors")[0];
        error.GetProperty("file").GetString().ShouldBe("wrong.cs");
        error.GetProperty("line").GetInt32().ShouldBe(5);
        error.GetProperty("code").GetString().ShouldBe("CS0103");
    }

    private static string Rate(string value) => $"static class Rate {{ public static int Of(int x) => {value}; }}";

    private static (string Name, string Content) Function(string name, string value, string include) => (
        name + ".cs",
        $"""
        #:package TinyBase.Sdk@1.0.0
        {(include.Length > 0 ? "#:include " + include : "// It includes nothing.")}
        using TinyBase;
        return await Function.Run(Go, args); [Function("{name}", Auth = AuthLevel.Public)]
        static int Go() => {value};
        """);

    private static (string Path, string Content) File(string path, string content) => (path, content);

    private async Task<JsonElement> Upload((string Name, string Content) function, params (string Path, string Content)[] files) =>
        (await UploadAll((function, files)))[0];

    private async Task<IReadOnlyList<JsonElement>> UploadAll(params ((string Name, string Content) Function, (string Path, string Content)[] Files)[] all)
    {
        var body = JsonSerializer.Serialize(new
        {
            functions = all.Select(one => new
            {
                filename = one.Function.Name,
                content = one.Function.Content,
                files = one.Files.Select(file => new { filename = file.Path, content = file.Content }),
            }),
        });
        return [.. (await Server.Admin.Api.Post("/api/admin/functions/upload-batch", body)).Expect(200).Json.EnumerateArray()];
    }

    private async Task<int> Call(string name) => (await Server.Anonymous.Post($"/api/functions/{name}")).Expect(200).Json.GetProperty("result").GetInt32();

    public sealed class Fixture : IAsyncLifetime
    {
        private readonly string _root = SdkFeed.NewWorkspace();

        public TestServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await TestServer.Start(new ServerSetup { Root = _root });

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            Directory.Delete(_root, recursive: true);
        }
    }
}
