using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Cli;

/// <summary><c>tinybase functions new</c>.</summary>
public sealed class FunctionsNewTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_function_is_a_file_of_its_own()
    {
        await CliProcess.Run(_folder.Path, "init");

        var result = await CliProcess.Run(_folder.Path, "functions", "new", "add_prices", "-d", "Say \"a\\b\"");

        result.Error.ShouldBeEmpty();
        result.Output.ShouldStartWith("Created function 'add_prices' in functions/add_prices.cs\n");
        var source = await File.ReadAllTextAsync(_folder.File("functions/add_prices.cs"));
        source.ShouldContain("""[Function("add_prices", Description = "Say \"a\\b\"", Auth = AuthLevel.Auth)]""");
        source.ShouldContain("return await Function.Run(AddPrices, args);");
        source.ShouldStartWith($"#:package TinyBase.Sdk@{TinyBaseVersion.Current}\n");
        source.ShouldNotContain("{Method}");
        source.ShouldNotContain("{name}");
    }

    [Theory]
    [InlineData("Add", "Function name must be lowercase with underscores (snake_case)")]
    [InlineData("../up", "Function name must be lowercase with underscores (snake_case)")]
    [InlineData("1st", "Function name must be lowercase with underscores (snake_case)")]
    [InlineData("class", "Filename 'class' cannot be a C# keyword")]
    [InlineData("hello", "Function file already exists: functions/hello.cs")]
    public async Task A_name_that_cannot_be_one_is_refused(string name, string error)
    {
        await CliProcess.Run(_folder.Path, "init");
        var before = Directory.GetFiles(_folder.File("functions")).Order().ToList();

        var result = await CliProcess.Run(_folder.Path, "functions", "new", name);

        result.ShouldBe(new CliResult(1, "", $"Error: {error}\n"));
        Directory.GetFiles(_folder.File("functions")).Order().ShouldBe(before);
    }

    [Fact]
    public async Task A_folder_that_is_not_initialized_is_told_so()
    {
        var result = await CliProcess.Run(_folder.Path, "functions", "new", "one");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("Run 'tinybase init' first.");
        _folder.Names().ShouldBeEmpty();
    }
}
