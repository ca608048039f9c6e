using System.Text.Json;

using TinyBase.Extensions.Hooks;
using TinyBase.Extensions.Hooks.Endpoints;
using TinyBase.Extensions.Packages.Running;
using TinyBase.Extensions.Packages.Settings;
using TinyBase.Extensions.Packages.Store;

namespace TinyBase.Extensions.Packages.Endpoints;

/// <summary>An extension, as admins see it.</summary>
/// <param name="RepoUrl">Where it came from, as it was given.</param>
/// <param name="IsEnabled">Whether it is to run.</param>
/// <param name="UpdateAvailable">The higher version that there is where it came from; null for none, or where nobody has looked.</param>
/// <param name="State"><c>running</c>, <c>starting</c>, <c>disabled</c>, or <c>failed</c> where the server has disabled it.</param>
/// <param name="Reason">Why it does not run; null where it does, or where an admin just wants it.</param>
/// <param name="Asks">What it says it will use. It is told and not enforced: extensions have all rights of the server.</param>
/// <param name="Pages">Whether it has static pages, below <c>/ext/{name}/</c>.</param>
/// <param name="RestartNeeded">Whether code of an earlier version is still loaded, until the server is started anew.</param>
internal sealed record ExtensionView(
    string Id,
    string Name,
    string Version,
    string? Description,
    string? Author,
    string RepoUrl,
    string? Homepage,
    bool IsEnabled,
    string InstalledAt,
    string UpdatedAt,
    string? UpdateAvailable,
    string State,
    string? Reason,
    IReadOnlyList<ExtensionAskView> Asks,
    IReadOnlyList<string> Functions,
    IReadOnlyList<ExtensionHookView> Hooks,
    IReadOnlyList<ExtensionEndpointView> Endpoints,
    IReadOnlyList<ExtensionScheduleView> Schedules,
    bool Pages,
    IReadOnlyList<ExtensionSettingView> Settings,
    bool RestartNeeded)
{
    public static ExtensionView Of(ExtensionRow row, ExtensionStatus status, string? off, bool isStale, IReadOnlyList<ExtensionValue> values)
    {
        var running = status.Running;
        return new ExtensionView(
            row.Id,
            row.Name,
            row.Version,
            row.Description,
            row.Author,
            row.RepoUrl,
            status.Manifest?.Homepage,
            row.IsEnabled,
            row.InstalledAt,
            row.UpdatedAt,
            row.UpdateAvailable,
            running is not null ? "running" : status.IsStarting ? "starting" : row.Reason is not null ? "failed" : "disabled",
            running is not null ? null : row.Reason ?? (row.IsEnabled ? off : null),
            ExtensionAskView.Of(status.Manifest),
            [.. running?.Functions.Select(function => function.Name) ?? []],
            [.. running?.Hooks.Subscribers.Select(ExtensionHookView.Of) ?? []],
            [.. running?.Endpoints.All.Select(endpoint => new ExtensionEndpointView(endpoint.Methods, $"/api/ext/{row.Name}{endpoint.Pattern.TrimEnd('/')}", endpoint.Access)) ?? []],
            [.. running?.Functions.SelectMany(function => function.Metadata.Schedules, (function, schedule) => new ExtensionScheduleView(function.Name, schedule.Cron, schedule.Zone)) ?? []],
            running?.Pages is not null,
            [.. values.Select(ExtensionSettingView.Of)],
            isStale);
    }
}

/// <summary>Extensions.</summary>
internal sealed record ExtensionList(IReadOnlyList<ExtensionView> Extensions, long Total, int Limit, int Offset, string? Off);

/// <summary>What an extension says it will use, and what for.</summary>
internal sealed record ExtensionAskView(string Name, string? Reason)
{
    public static IReadOnlyList<ExtensionAskView> Of(ExtensionManifest? manifest) => [.. manifest?.Asks.Select(ask => new ExtensionAskView(ask.Name, ask.Reason)) ?? []];
}

/// <summary>A hook of an extension.</summary>
/// <param name="Health">Whether it is run: <c>closed</c>, <c>open</c> while it is left alone, <c>half_open</c> while it is tried again.</param>
internal sealed record ExtensionHookView(string Id, string Event, string? Filter, string Health)
{
    public static ExtensionHookView Of(Subscriber hook) => new(hook.Id, hook.Point.Name(), hook.Filter, HookView.NameOf(hook.Health.Read().State));
}

/// <summary>An endpoint of an extension.</summary>
/// <param name="Methods">Its methods; empty for any.</param>
/// <param name="Access">Who may call it: <c>public</c>, <c>user</c> or <c>admin</c>.</param>
internal sealed record ExtensionEndpointView(IReadOnlyList<string> Methods, string Path, string Access);

/// <summary>A schedule of an extension.</summary>
internal sealed record ExtensionScheduleView(string Function, string Cron, string? Timezone);

/// <summary>A setting of an extension.</summary>
/// <param name="Value">Its value; null for none, and for a secret.</param>
/// <param name="HasValue">Whether it has one.</param>
/// <param name="Source">Where that comes from: <c>environment</c>, <c>saved</c>, <c>file</c>, <c>default</c>, or null for none.</param>
/// <param name="Pinned">Whether the environment sets it, so that nothing that is saved counts.</param>
internal sealed record ExtensionSettingView(
    string Key, string Type, string? Description, bool Secret, JsonElement? Value, bool HasValue, string? Source, bool Pinned, string Variable)
{
    public static ExtensionSettingView Of(ExtensionValue value) => new(
        value.Setting.Key,
        ManifestSettings.NameOf(value.Setting.Type),
        value.Setting.Description,
        value.Setting.IsSecret,
        value.Value is { } text && !value.Setting.IsSecret ? SettingText.ToJson(value.Setting.Type, text) : null,
        value.Value is not null,
        value.Source == ValueSource.None ? null : value.Source.ToString().ToLowerInvariant(),
        value.IsPinned,
        value.Variable);
}

/// <summary>An extension that could be installed.</summary>
/// <param name="Hash">SHA-256 of its files; given back when it is installed, it makes sure that these are what is installed.</param>
/// <param name="Problem">Why it could not; null if it could.</param>
/// <param name="InstalledVersion">The version that is installed; null for none.</param>
internal sealed record ExtensionPreview(
    string Name,
    string Version,
    string? Description,
    string? Author,
    string? Homepage,
    string? MinVersion,
    string RepoUrl,
    string? Revision,
    string Hash,
    IReadOnlyList<ExtensionAskView> Asks,
    IReadOnlyList<ExtensionPreviewSetting> Settings,
    string? InstalledVersion,
    string? Problem)
{
    public static ExtensionPreview Of(StagedExtension staged, string? installedVersion)
    {
        var manifest = staged.Manifest;
        return new ExtensionPreview(
            manifest.Name,
            manifest.Version,
            manifest.Description,
            manifest.Author,
            manifest.Homepage,
            manifest.MinVersion,
            staged.Source.Given,
            staged.Commit,
            staged.ContentHash,
            ExtensionAskView.Of(manifest),
            [.. manifest.Settings.Select(setting => new ExtensionPreviewSetting(setting.Key, ManifestSettings.NameOf(setting.Type), setting.Description, setting.IsSecret))],
            installedVersion,
            manifest.Incompatibility());
    }
}

/// <summary>A setting that an extension would have.</summary>
internal sealed record ExtensionPreviewSetting(string Key, string Type, string? Description, bool Secret);
