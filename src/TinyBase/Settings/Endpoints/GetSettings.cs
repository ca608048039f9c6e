using Microsoft.AspNetCore.Http;

using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Settings.Endpoints;

/// <summary>The settings that can be saved, and where each comes from.</summary>
internal sealed class GetSettings(CurrentSettings current, SettingsStore store) : IEndpoint
{
    public const string Path = "/api/admin/settings";

    public Operation Operation { get; } = new("GET", Path, "admin_get_settings", Access.Admin);

    public OperationDescription Description => new("Get the settings")
    {
        Details = "Each with its value and, in `sources`, where that comes from: the environment counts more than what is saved, that more "
            + "than `tinybase.toml`, that more than defaults. Secrets are never answered.",
        Answers = [new(200, "The settings", SettingsJson.Shape())],
    };

    public async Task Handle(HttpContext context, Caller caller) => await SettingsJson
        .Answer(context, current.Snapshot, await store.UpdatedAt(context.RequestAborted).ConfigureAwait(false))
        .ConfigureAwait(false);
}
