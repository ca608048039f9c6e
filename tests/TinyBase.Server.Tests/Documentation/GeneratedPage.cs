using Shouldly;

using TinyBase.Server.Tests.Hosting;

namespace TinyBase.Server.Tests.Documentation;

/// <summary>A page of <c>docs/</c> that is written by a test from what it documents.</summary>
internal static class GeneratedPage
{
    private const string Update = "TINYBASE_TEST_UPDATE_DOCS";

    /// <summary>Compares a page with what it should be, or writes it if <c>TINYBASE_TEST_UPDATE_DOCS=1</c>.</summary>
    public static void ShouldBe(string name, string expected)
    {
        var path = Path.Combine(Repository.Require(), "docs", name);
        if (Environment.GetEnvironmentVariable(Update) == "1") File.WriteAllText(path, expected);
        var found = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        found.ShouldBe(expected, $"docs/{name} is out of date. Run the tests with {Update}=1 to write it.");
    }
}
