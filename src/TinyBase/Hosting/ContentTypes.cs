using Microsoft.AspNetCore.StaticFiles;

namespace TinyBase.Hosting;

/// <summary>What kind of content a file has, by its name.</summary>
internal static class ContentTypes
{
    private static readonly FileExtensionContentTypeProvider Known = new();

    /// <summary>The content type of a file; one that nobody renders if the name does not tell.</summary>
    public static string Of(string path)
    {
        if (!Known.TryGetContentType(path, out var type)) return "application/octet-stream";
        var isText = type.StartsWith("text/", StringComparison.Ordinal) || type is "application/json" or "image/svg+xml";
        return isText ? type + "; charset=utf-8" : type;
    }
}
