using System.Collections.Frozen;
using System.Text;

using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;

namespace TinyBase.Admin;

/// <summary>The admin UI and the portal that are part of this assembly, compressed when they were built.</summary>
internal sealed class EmbeddedUiFiles : IUiFiles
{
    private const string Folder = "admin/";
    private const string Gzip = ".gz";
    private const string Brotli = ".br";

    /// <summary>A name with the hash of its content never stands for anything else.</summary>
    private const string Forever = "public, max-age=31536000, immutable";

    private readonly FrozenDictionary<string, Lazy<CompressedContent>> _files =
        typeof(EmbeddedUiFiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(Gzip, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..^Gzip.Length])
            .ToFrozenDictionary(path => path, path => new Lazy<CompressedContent>(() => Load(path)), StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string> _pages =
        ((string[])[UiFiles.AdminPage, UiFiles.PortalPage])
            .Select(name => (Name: name, Content: Read(name)))
            .Where(page => page.Content is not null)
            .ToFrozenDictionary(page => page.Name, page => Encoding.UTF8.GetString(page.Content!), StringComparer.Ordinal);

    public string? Page(string name) => _pages.GetValueOrDefault(name);

    public async Task<bool> Send(HttpContext context, string path)
    {
        if (!_files.TryGetValue(path, out var file)) return false;
        context.Response.Headers.CacheControl = path.StartsWith("assets/", StringComparison.Ordinal) ? Forever : "no-cache";
        await file.Value.Send(context, ContentTypes.Of(path)).ConfigureAwait(false);
        return true;
    }

    private static CompressedContent Load(string path) => new(Read(path + Gzip)!, Read(path + Brotli));

    private static byte[]? Read(string path)
    {
        using var resource = typeof(EmbeddedUiFiles).Assembly.GetManifestResourceStream(Folder + path);
        if (resource is null) return null;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }
}
