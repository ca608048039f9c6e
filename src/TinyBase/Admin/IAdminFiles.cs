using Microsoft.AspNetCore.Http;

namespace TinyBase.Admin;

/// <summary>Where the files of the admin UI come from.</summary>
internal interface IAdminFiles
{
    /// <summary>The page that every deep link opens; null if there is none.</summary>
    string? Index { get; }

    /// <summary>Sends a file.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">Which file: a path below <c>/admin/</c>.</param>
    /// <returns>False, and nothing is sent, if there is no such file.</returns>
    Task<bool> Send(HttpContext context, string path);
}
