using System.Globalization;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;

using TinyBase.Hosting;

namespace TinyBase.Admin;

/// <summary>An admin UI of the operator's own, from a folder. Nothing outside it is served, and nothing that is hidden.</summary>
internal sealed class FolderUiFiles(string folder) : IUiFiles, IDisposable
{
    private readonly PhysicalFileProvider _files = new(folder, ExclusionFilters.Sensitive);

    /// <summary>Read each time: whoever has a folder of their own changes it.</summary>
    public string? Page(string name)
    {
        var file = _files.GetFileInfo(name);
        return file.Exists && !file.IsDirectory ? File.ReadAllText(file.PhysicalPath!) : null;
    }

    public async Task<bool> Send(HttpContext context, string path)
    {
        var file = _files.GetFileInfo(path);
        if (!file.Exists || file.IsDirectory) return false;

        var response = context.Response;
        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{file.LastModified.UtcTicks:x}-{file.Length:x}\"");
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = tag;
        if (EntityTags.IfNoneMatch(context.Request)?.Match(tag) == true)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return true;
        }

        response.ContentType = ContentTypes.Of(path);
        response.ContentLength = file.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await response.SendFileAsync(file, context.RequestAborted).ConfigureAwait(false);
        return true;
    }

    public void Dispose() => _files.Dispose();
}
