using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;

namespace TinyBase.Extensions.Packages.Serving;

/// <summary>The static pages of an extension: the folder <c>wwwroot</c> in its folder.</summary>
internal sealed class ExtensionPages : IDisposable
{
    private const string FolderName = "wwwroot";
    private const string Index = "index.html";

    private readonly StaticFolder _files;

    private ExtensionPages(string folder) => _files = new StaticFolder(folder);

    /// <summary>The pages in the folder of an extension; null if it has none.</summary>
    public static ExtensionPages? Of(string folder) => Path.Join(folder, FolderName) is var pages && Directory.Exists(pages) ? new ExtensionPages(pages) : null;

    /// <summary>Sends a file; the index of a folder where a path ends with a slash.</summary>
    /// <returns>False if there is none.</returns>
    public Task<bool> Send(HttpContext context, string path) => _files.Send(context, path.Length == 0 || path.EndsWith('/') ? path + Index : path);

    public void Dispose() => _files.Dispose();
}
