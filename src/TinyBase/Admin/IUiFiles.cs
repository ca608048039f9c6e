using Microsoft.AspNetCore.Http;

namespace TinyBase.Admin;

/// <summary>Where the files of the admin UI or of the auth portal come from.</summary>
internal interface IUiFiles
{
    /// <summary>A page, which is not sent as it is: every deep link opens one.</summary>
    /// <param name="name">Its name, such as <c>index.html</c>.</param>
    /// <returns>The page; null if there is none.</returns>
    string? Page(string name);

    /// <summary>Sends a file.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">Which file: a path below <c>/admin/</c> or <c>/auth/</c>.</param>
    /// <returns>False, and nothing is sent, if there is no such file.</returns>
    Task<bool> Send(HttpContext context, string path);
}
