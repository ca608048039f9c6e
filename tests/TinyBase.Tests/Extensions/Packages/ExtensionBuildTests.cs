using Shouldly;

using TinyBase.Configuration;
using TinyBase.Extensions.Packages;
using TinyBase.Functions.Building;

using Xunit;

namespace TinyBase.Tests.Extensions.Packages;

/// <summary>Assemblies of extensions: those that are there, and those that are built.</summary>
public sealed class ExtensionBuildTests : IDisposable
{
    private readonly PackageFolders _folders = new();
    private readonly ExtensionBuilds _builds;

    public ExtensionBuildTests() =>
        _builds = new ExtensionBuilds(DotNet.Find(), _folders.Sandbox, new TinyBaseOptions { Root = _folders.Root }, TimeProvider.System);

    [Fact]
    public async Task An_assembly_that_is_there_is_taken_as_it_is()
    {
        _folders.Write("built/extension.toml", PackageFolders.Manifest("built") + "entry_point = \"lib/My.dll\"\n");
        (await Build("built")).Problems.Single().ToString().ShouldBe("extension.toml: There is no lib/My.dll in it, which entry_point names");
        _folders.Write("built/lib/My.dll", "an assembly");
        (await Build("built")).Assembly.ShouldBe(_folders.Path("built/lib/My.dll"));
    }

    [Fact]
    public async Task Code_is_built_once_and_an_error_has_its_place()
    {
        _folders.NewExtension("rates");
        _folders.Write("rates/Hooks.cs", """
            #:package TinyBase.Sdk@1.0.0

            public sealed class Hooks(ILogger<Hooks> logger)
            {
                [OnRecordCreate("orders")]
                public void Tell(RecordCreateEvent e) => logger.LogInformation("{Id} {Answer}", e.RecordId, Inner.Answer);
            }
            """);
        _folders.Write("rates/src/Deep/Inner.cs", "static class Inner { public const int Answer = 42; }");
        _folders.Write("rates/tests/Ignored.cs", "this is no C#");
        var built = await Build("rates");
        built.Problems.ShouldBeEmpty();
        var assembly = built.Assembly.ShouldNotBeNull();
        Path.GetFileName(assembly).ShouldBe("ext_rates.dll");
        File.Exists(Path.ChangeExtension(assembly, ".deps.json")).ShouldBeTrue();
        // The server's own are shared.
        Directory.EnumerateFiles(Path.GetDirectoryName(assembly)!, "TinyBase.Sdk.dll").ShouldBeEmpty();

        var written = File.GetLastWriteTimeUtc(assembly);
        (await Build("rates")).Assembly.ShouldBe(assembly);
        File.GetLastWriteTimeUtc(assembly).ShouldBe(written);

        _folders.Write("rates/src/Deep/Inner.cs", "static class Inner\n{\n    public const int Answer = ;\n}");
        var problem = (await Build("rates")).Problems.ShouldHaveSingleItem();
        (problem.File, problem.Line, problem.Code).ShouldBe(("src/Deep/Inner.cs", 3, "CS1525"));
    }

    [Theory]
    [InlineData("// none\n#:package Polly\n", "Hooks.cs:2:1: The package Polly must have a version, such as #:package Polly@1.0.0")]
    [InlineData("#:package\n", "Hooks.cs:1:1: A package must be given by name and version, such as #:package Polly@8.6.4")]
    [InlineData("#:package a@1\" /><Exec@1\n", "Hooks.cs:1:1: A package must be given by name and version, such as #:package Polly@8.6.4")]
    [InlineData("#:package A@1.0.0\n#:package a@2.0.0\n", "Hooks.cs:2:1: The package a is asked for in two versions, 1.0.0 and 2.0.0")]
    [InlineData("#:sdk Microsoft.NET.Sdk.Web\n", "Hooks.cs:1:1: Of the directives of file-based apps, an extension can have #:package only")]
    [InlineData("#:project ../other\n", "Hooks.cs:1:1: Of the directives of file-based apps, an extension can have #:package only")]
    public async Task A_directive_that_cannot_be_followed_is_an_error_with_its_place(string code, string problem)
    {
        _folders.NewExtension("rates");
        _folders.Write("rates/Hooks.cs", code);
        (await Build("rates")).Problems.ShouldHaveSingleItem().ToString().ShouldBe(problem);
    }

    [Fact]
    public async Task An_extension_without_code_says_so()
    {
        _folders.Write("empty/extension.toml", PackageFolders.Manifest("empty"));
        (await Build("empty")).Problems.ShouldHaveSingleItem().Message.ShouldBe("There are no .cs files in it, and extension.toml names no assembly as entry_point");
    }

    public void Dispose()
    {
        _builds.Dispose();
        _folders.Dispose();
    }

    private Task<ExtensionBuild> Build(string name) =>
        _builds.Assembly(_folders.Path(name), ExtensionManifestReader.Read(_folders.Path(name)).Manifest.ShouldNotBeNull(), CancellationToken.None);
}
