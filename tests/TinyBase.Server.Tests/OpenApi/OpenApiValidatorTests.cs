using System.Diagnostics;
using System.Text.Json;

using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.OpenApi;

[Collection(typeof(OpenApiCollection))]
public sealed class OpenApiValidatorTests(OpenApiFixture fixture)
{
    [Fact]
    public async Task A_public_validator_finds_the_documents_of_all_audiences_valid()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "TinyBase.slnx"))) root = root.Parent;
        Assert.SkipWhen(root is null, "The tests do not run in a checkout of the repository, so there is no validator.");
        var validator = Path.Combine(root.FullName, "tests", "openapi-validator");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(validator, "node_modules")),
            "The validator is not installed. ./test does that where there is Node, as does 'npm ci' in tests/openapi-validator.");

        var folder = Directory.CreateTempSubdirectory("tinybase-openapi-");
        try
        {
            var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
            start.ArgumentList.Add(Path.Combine(validator, "validate.js"));
            foreach (var (name, document) in new (string, JsonElement)[]
                {
                    ("fixed", fixture.FixedPart), ("anonymous", fixture.Anonymous), ("user", fixture.User), ("admin", fixture.Admin),
                })
            {
                var file = Path.Combine(folder.FullName, $"{name}.json");
                await File.WriteAllTextAsync(file, document.GetRawText());
                start.ArgumentList.Add(file);
            }

            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            process.ExitCode.ShouldBe(0, output);
            output.Split('\n').Count(line => line.EndsWith(": valid", StringComparison.Ordinal)).ShouldBe(4, output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
