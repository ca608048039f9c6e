using System.IO.Compression;
using System.Text;

using TinyBase.Server.Tests.Hosting;

namespace TinyBase.Server.Tests.Extensions.Packages;

/// <summary>Makes packages of the extensions that are built with the tests.</summary>
internal static class TestPackage
{
    /// <summary>A package with one of everything.</summary>
    /// <param name="manifest">What the manifest says; null for what lies in its folder.</param>
    /// <param name="files">More files, or others in place of those that there are.</param>
    public static byte[] Full(string? manifest = null, params (string Path, string Text)[] files)
    {
        var folder = Path.Join(Repository.Require(), "tests", "Extensions", "Full");
        var all = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["extension.toml"] = manifest is null ? File.ReadAllBytes(Path.Join(folder, "extension.toml")) : Encoding.UTF8.GetBytes(manifest),
        };
        foreach (var part in (string[])["migrations", "wwwroot"])
        {
            foreach (var file in Directory.EnumerateFiles(Path.Join(folder, part))) all[$"{part}/{Path.GetFileName(file)}"] = File.ReadAllBytes(file);
        }

        AddBuilt(all, "Full");
        return Zip(all, files);
    }

    /// <summary>The manifest of that package with something replaced.</summary>
    public static string FullManifest(string before, string after) =>
        File.ReadAllText(Path.Join(Repository.Require(), "tests", "Extensions", "Full", "extension.toml")).Replace(before, after, StringComparison.Ordinal);

    /// <summary>A package that fails in a way.</summary>
    public static byte[] Faulty(string mode, string name = "faulty", string more = "", params (string Path, string Text)[] files)
    {
        var all = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["extension.toml"] = Encoding.UTF8.GetBytes(
                $"""
                [extension]
                name = "{name}"
                version = "1.0.0"
                entry_point = "bin/Faulty.dll"
                {more}
                [extension.settings.mode]
                default = "{mode}"
                """),
        };
        AddBuilt(all, "Faulty");
        return Zip(all, files);
    }

    /// <summary>A package of files.</summary>
    public static byte[] Of(params (string Path, string Text)[] files) => Zip(new(StringComparer.Ordinal), files);

    /// <summary>Uploads a package.</summary>
    public static async Task<Answer> Install(this ApiClient api, byte[] package, bool replace = false)
    {
        using var request = api.Request(HttpMethod.Post, $"/api/admin/extensions/upload{(replace ? "?replace=true" : "")}");
        using var file = new ByteArrayContent(package);
        request.Content = new MultipartFormDataContent { { file, "file", "package.zip" } };
        return await api.Send(request);
    }

    /// <summary>Enables or disables an extension.</summary>
    public static Task<Answer> Enable(this ApiClient api, string name, bool isEnabled) =>
        api.Patch($"/api/admin/extensions/{name}", $$"""{"is_enabled": {{(isEnabled ? "true" : "false")}}}""");

    /// <summary>An extension as admins see it.</summary>
    public static async Task<Answer> Extension(this ApiClient api, string name) => (await api.Get($"/api/admin/extensions/{name}")).Expect(200);

    /// <summary>How it stands with it.</summary>
    public static string State(this Answer extension) => extension.Json.GetProperty("state").GetString()!;

    /// <summary>Why it does not run.</summary>
    public static string? Reason(this Answer extension) => extension.Json.GetProperty("reason").GetString();

    private static void AddBuilt(Dictionary<string, byte[]> all, string project)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var built = Path.Join(output.Parent!.Parent!.FullName, project, output.Name);
        // What is the server's own is not part of a package.
        foreach (var file in Directory.EnumerateFiles(built, "*.*").Where(file => !Path.GetFileName(file).StartsWith("TinyBase.", StringComparison.Ordinal)))
        {
            all[$"bin/{Path.GetFileName(file)}"] = File.ReadAllBytes(file);
        }
    }

    private static byte[] Zip(Dictionary<string, byte[]> all, (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files) all[path] = Encoding.UTF8.GetBytes(text);
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in all)
            {
                using var entry = zip.CreateEntry(path, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }

        return memory.ToArray();
    }
}
