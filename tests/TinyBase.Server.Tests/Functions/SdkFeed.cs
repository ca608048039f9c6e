using System.IO.Compression;
using System.Text;

namespace TinyBase.Server.Tests.Functions;

/// <summary>A folder with the package of the SDK, made from the assemblies that the tests run with, and a workspace that uses it.</summary>
internal static class SdkFeed
{
    private const string Specification =
        """
        <?xml version="1.0" encoding="utf-8"?>
        <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
          <metadata>
            <id>TinyBase.Sdk</id><version>1.0.0</version><authors>TinyBase</authors><description>The SDK</description>
            <dependencies><group targetFramework="net10.0" /></dependencies>
            <frameworkReferences><group targetFramework="net10.0"><frameworkReference name="Microsoft.AspNetCore.App" /></group></frameworkReferences>
          </metadata>
        </package>
        """;

    private const string Properties =
        """
        <Project>
          <PropertyGroup><PublishAot>false</PublishAot><JsonSerializerIsReflectionEnabledByDefault>true</JsonSerializerIsReflectionEnabledByDefault></PropertyGroup>
        </Project>
        """;

    /// <summary>Makes a workspace with a folder for functions and nothing but this feed to restore from.</summary>
    public static string NewWorkspace()
    {
        var root = Directory.CreateTempSubdirectory("tinybase-functions-").FullName;
        Directory.CreateDirectory(Path.Join(root, "functions"));
        var feed = Directory.CreateDirectory(Path.Join(root, "feed")).FullName;
        WritePackage(Path.Join(feed, "TinyBase.Sdk.1.0.0.nupkg"));
        File.WriteAllText(
            Path.Join(root, "nuget.config"),
            """<configuration><packageSources><clear /><add key="workspace" value="feed" /></packageSources></configuration>""");
        // A workspace is often in a repository, of which the build must not want to know.
        Directory.CreateDirectory(Path.Join(root, ".git", "objects"));
        Directory.CreateDirectory(Path.Join(root, ".git", "refs"));
        File.WriteAllText(Path.Join(root, ".git", "HEAD"), "ref: refs/heads/main\n");
        File.WriteAllText(Path.Join(root, ".git", "config"), "[core]\n\trepositoryformatversion = 0\n");
        // Where the tests run as root, functions run as somebody else.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(root, (UnixFileMode)0b111_101_101);
        return root;
    }

    private static void WritePackage(string path)
    {
        using var package = ZipFile.Open(path, ZipArchiveMode.Create);
        Write("TinyBase.Sdk.nuspec", Encoding.UTF8.GetBytes(Specification));
        Write("build/TinyBase.Sdk.props", Encoding.UTF8.GetBytes(Properties));
        foreach (var name in new[] { "TinyBase.Sdk.dll", "TinyBase.Client.dll" })
        {
            Write("lib/net10.0/" + name, File.ReadAllBytes(Path.Join(AppContext.BaseDirectory, name)));
        }

        void Write(string name, byte[] content)
        {
            using var stream = package.CreateEntry(name).Open();
            stream.Write(content);
        }
    }
}
