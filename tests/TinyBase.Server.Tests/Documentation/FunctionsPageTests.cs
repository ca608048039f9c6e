using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Documentation;

/// <summary><c>docs/functions.md</c>: its tutorial.</summary>
public sealed class FunctionsPageTests
{
    [Fact]
    public async Task Every_command_of_the_tutorial_does_what_the_page_says()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The commands are those of a Linux shell.");
        var page = await File.ReadAllTextAsync(Path.Join(Repository.Require(), "docs", "functions.md"));
        await using var shell = new PageShell();

        foreach (var command in PageCommands.Read(page)) await shell.Run(command);
    }
}
