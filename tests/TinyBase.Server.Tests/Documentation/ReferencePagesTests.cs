using System.Text.Encodings.Web;
using System.Text.Json;

using TinyBase.Server.Tests.OpenApi;

using Xunit;

namespace TinyBase.Server.Tests.Documentation;

/// <summary><c>docs/openapi.json</c> and <c>docs/rest-api.md</c>, the part of the API that is the same on every server.</summary>
[Collection(typeof(OpenApiCollection))]
public sealed class ReferencePagesTests(OpenApiFixture fixture)
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public void The_snapshot_is_what_the_server_answers() =>
        GeneratedPage.ShouldBe("openapi.json", JsonSerializer.Serialize(fixture.FixedPart, Readable) + "\n");

    [Fact]
    public void The_reference_says_what_the_server_says() => GeneratedPage.ShouldBe("rest-api.md", new ReferencePage(fixture.FixedPart).Write());
}
