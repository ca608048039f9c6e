using System.Globalization;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;

namespace TinyBase.Hosting;

/// <summary>Sends files of a folder. Nothing outside it is served, and nothing that is hidden.</summary>
internal sealed class StaticFolder(string folder) : IDisposable
{
    private readonly PhysicalFileProvider _files = new(folder, ExclusionFilters.Sensitive);

    /// <summary>The full path of a file; null if there is none.</summary>
    public string? Find(string path) => _files.GetFileInfo(path) is { Exists: true, IsDirectory: false } file ? file.PhysicalPath : null;

    /// <summary>Sends a file, or says that the client has it.</summary>
    /// <returns>False if there is none.</returns>
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
