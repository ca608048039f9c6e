using Microsoft.Extensions.Logging;

using TinyBase.Configuration;

namespace TinyBase.Admin;

/// <summary>The files of the admin UI and of the auth portal: those that came with the program, or the operator's own.</summary>
internal sealed partial class UiFiles : IDisposable
{
    public const string AdminPage = "index.html";
    public const string PortalPage = "auth.html";

    private readonly EmbeddedUiFiles _builtin = new();
    private readonly FolderUiFiles? _own;

    public UiFiles(TinyBaseOptions options, ILogger<UiFiles> logger)
    {
        if (options.Admin.StaticDir == AdminOptions.Builtin) return;
        var folder = Path.GetFullPath(options.Admin.StaticDir, Path.GetFullPath(options.Root ?? Directory.GetCurrentDirectory()));
        OwnFolder = folder;
        if (Directory.Exists(folder)) _own = new FolderUiFiles(folder);
        else Log.NoFolder(logger, folder);
    }

    /// <summary>The folder that the settings name, be it there or not; null for what came with the program.</summary>
    public string? OwnFolder { get; }

    /// <summary>Those of the admin UI; null if the folder that they should be in is missing.</summary>
    public IUiFiles? Admin => OwnFolder is null ? _builtin : _own;

    /// <summary>Those of the portal: links in e-mails lead there, so a folder that has none of it changes nothing.</summary>
    public IUiFiles Portal => _own?.Page(PortalPage) is null ? _builtin : _own;

    public void Dispose() => _own?.Dispose();

    private static partial class Log
    {
        [LoggerMessage(10001, LogLevel.Warning, "There is no admin UI: admin_static_dir names {Folder}, which is no folder")]
        public static partial void NoFolder(ILogger logger, string folder);
    }
}
