using System.Security;

namespace TinyBase.Functions.Workspace;

/// <summary>
/// Writes the <c>nuget.config</c> of functions. Packages of TinyBase come from the workspace's own folder and from nowhere else, whatever
/// other sources have under that name; all others come from the sources of the machine.
/// </summary>
internal static class NugetConfig
{
    private const string Own = "tinybase";

    /// <summary>The text of the file.</summary>
    /// <param name="packages">The folder with TinyBase's packages, relative to the file.</param>
    /// <param name="sources">The names of the machine's other sources.</param>
    public static string For(string packages, IReadOnlyList<string> sources) =>
        $"""
        <?xml version="1.0" encoding="utf-8"?>
        <configuration>
          <packageSources>
            <add key="{Own}" value="{SecurityElement.Escape(packages.Replace('\\', '/'))}" />
          </packageSources>
          <packageSourceMapping>
            <packageSource key="{Own}">
              <package pattern="TinyBase.*" />
            </packageSource>
        {string.Concat(sources.Where(source => source != Own).Select(source =>
        $"""
            <packageSource key="{SecurityElement.Escape(source)}">
              <package pattern="*" />
            </packageSource>

        """))}  </packageSourceMapping>
        </configuration>

        """;
}
