namespace TinyBase.Server.Tests.Cli;

/// <summary>A folder that is initialized and has functions of a test's own only.</summary>
internal sealed class FunctionsWorkspace : IDisposable
{
    private readonly TestFolder _folder = new();

    public string Root => _folder.Path;

    /// <summary>Makes one.</summary>
    public static async Task<FunctionsWorkspace> Create()
    {
        var workspace = new FunctionsWorkspace();
        var result = await CliProcess.Initialize(workspace.Root);
        return result.ExitCode == 0 ? workspace : throw new InvalidOperationException(result.Error);
    }

    public string File(string name) => _folder.File(name);

    public string Function(string name) => _folder.File(Path.Join("functions", name));

    /// <summary>Writes a function that adds what <c>_words.cs</c> says to a text.</summary>
    /// <param name="body">What it does with <c>input.Text</c> and <c>ctx</c>.</param>
    public void WriteFunction(string name, string body, string directives = "")
    {
        var lines = string.Concat(directives.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line + "\n"));
        Write(
            name + ".cs",
            $"""
            #:package TinyBase.Sdk@{TinyBaseVersion.Current}
            {lines}using Microsoft.Extensions.Logging;
            using TinyBase;

            return await Function.Run(Go, args);

            [Function("{name}", Description = "Say {name}", Auth = AuthLevel.Public)]
            static string Go(FunctionContext ctx, string text) => {body};
            """);
    }

    public void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Function(name))!);
        System.IO.File.WriteAllText(Function(name), content);
    }

    public Task<CliResult> Run(params string[] arguments) => CliProcess.Run(Root, arguments);

    public Task<CliResult> Run(IReadOnlyDictionary<string, string> variables, params string[] arguments) => CliProcess.Run(Root, variables, arguments);

    public void Dispose() => _folder.Dispose();
}
