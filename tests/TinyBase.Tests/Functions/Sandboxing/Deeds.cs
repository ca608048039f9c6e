using System.Text.Json;
using Shouldly;
using TinyBase.Functions.Sandboxing;

namespace TinyBase.Tests.Functions.Sandboxing;

/// <summary>Has the program of TinyBase.Hostile do things in a sandbox.</summary>
internal static class Deeds
{
    /// <summary>Returns what it answers to each.</summary>
    public static async Task<string[]> Do(this SandboxSupport support, SandboxFolders folders, params string[] deeds)
    {
        using var process = Sandbox.Create(support, [folders.Path("data.db"), folders.Path(".key")]).Start(folders.Command(deeds));
        var (output, error) = await process.ReadToEnd();
        (await process.Exited).ShouldBe(0, error);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<string>(line)!)];
    }

    /// <summary>Each must be refused: an answer that begins otherwise fails the test.</summary>
    public static async Task DoesNotDo(this SandboxSupport support, SandboxFolders folders, params string[] deeds)
    {
        var answers = await support.Do(folders, deeds);
        answers.Length.ShouldBe(deeds.Length);
        foreach (var (deed, answer) in deeds.Zip(answers)) answer.ShouldStartWith("refused: ", customMessage: deed);
    }

    public static async Task<(string Output, string Error)> ReadToEnd(this SandboxedProcess process)
    {
        process.Input.Close();
        using var output = new StreamReader(process.Output);
        using var error = new StreamReader(process.Error);
        var texts = await Task.WhenAll(output.ReadToEndAsync(), error.ReadToEndAsync());
        return (texts[0], texts[1]);
    }
}
