using System.Text.Json;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Functions;

/// <summary>What the server notices beside the file of a function itself.</summary>
public sealed class FunctionWatchTests : IAsyncLifetime
{
    private const string Source =
        """
        #:package TinyBase.Sdk@1.0.0
        #:include _late.cs
        using TinyBase;
        return await Function.Run(Go, args);
        [Function("watched", Auth = AuthLevel.Public)]
        static int Go() => Late.Value;
        """;

    private readonly string _root = SdkFeed.NewWorkspace();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        Write("watched.cs", Source);
        _server = await TestServer.Start(new ServerSetup { Root = _root });
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task Included_files_and_settings_that_come_later_are_noticed()
    {
        await Until(() => State().GetProperty("state").GetString() == "failed");

        Write("_late.cs", "static class Late {\n#if LATER\npublic static int Value => 5;\n#else\npublic static int Value => 1;\n#endif\n}");
        await Until(() => Answer().Contains("\"result\":1", StringComparison.Ordinal));

        Write(
            "Directory.Build.props",
            "<Project><PropertyGroup><PublishAot>false</PublishAot><DefineConstants>$(DefineConstants);LATER</DefineConstants></PropertyGroup></Project>");
        await Until(() => Answer().Contains("\"result\":5", StringComparison.Ordinal));
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 1800 && !condition(); i++) await Task.Delay(100);
        condition().ShouldBeTrue();
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Join(_root, "functions", name), content);

    private string Answer() => _server.Anonymous.Post("/api/functions/watched").GetAwaiter().GetResult().Text;

    private JsonElement State() =>
        _server.Admin.Api.Get("/api/functions/admin/list").GetAwaiter().GetResult().Expect(200).Json
            .EnumerateArray().Single(function => function.GetProperty("name").GetString() == "watched");
}
