using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;

namespace TinyBase.Admin;

/// <summary>An admin UI of the operator's own, from a folder. Nothing outside it is served, and nothing that is hidden.</summary>
internal sealed class FolderUiFiles(string folder) : IUiFiles, IDisposable
{
    private readonly StaticFolder _files = new(folder);

    /// <summary>Read each time: whoever has a folder of their own changes it.</summary>
    public string? Page(string name) => _files.Find(name) is { } path ? File.ReadAllText(path) : null;

    public Task<bool> Send(HttpContext context, string path) => _files.Send(context, path);

    public void Dispose() => _files.Dispose();
}
