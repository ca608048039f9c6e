using System.Text.Json;

using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Extensions.Packages.Running;
using TinyBase.Extensions.Packages.Settings;
using TinyBase.Extensions.Packages.Store;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Packages.Endpoints;

/// <summary>Saves settings of an extension, which is started anew with them.</summary>
internal sealed class UpdateExtensionSettings(
    ExtensionAdministration administration, ExtensionStore store, ExtensionHost host, ExtensionViews views, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } = new("PATCH", ExtensionAnswers.PathOfOne + "/settings", "extensions_update_extension_settings", Access.Admin);

    public OperationDescription Description => new("Change settings of an extension")
    {
        Details = "Members are the keys of the settings. What is absent stays as it is; null forgets what was saved. The extension is started anew.",
        Body = Shape.Inline(Schemas.AnyObject("Values by key")),
        Answers = [new(200, "The extension", Shape.Of<ExtensionView>()), ExtensionAnswers.Missing],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var name = context.ExtensionName();
        if (await store.Get(name, context.RequestAborted).ConfigureAwait(false) is null)
        {
            await ExtensionAnswers.NotFound(context, name).ConfigureAwait(false);
            return;
        }

        var fields = new BodyFields(body.Root);
        var values = fields.Errors.Count == 0 ? Read(fields, body.Root, host.StatusOf(name).Manifest?.Settings ?? []) : [];
        if (fields.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        var row = await administration.SaveSettings(name, values, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        await ExtensionAnswers.Show(context, views, row).ConfigureAwait(false);
    }

    private static Dictionary<ExtensionSetting, string?> Read(BodyFields fields, JsonElement body, IReadOnlyList<ExtensionSetting> settings)
    {
        var values = new Dictionary<ExtensionSetting, string?>();
        foreach (var member in body.EnumerateObject())
        {
            var setting = settings.FirstOrDefault(setting => setting.Key == member.Name);
            var text = setting is null || member.Value.ValueKind == JsonValueKind.Null ? null : SettingText.Read(setting.Type, member.Value);
            if (setting is null) fields.Add("extra_forbidden", member.Name, "The extension has no such setting", null);
            else if (text is null && member.Value.ValueKind != JsonValueKind.Null) fields.AddRefused(member.Name, SettingText.Expected(setting.Type), setting.IsSecret);
            else values[setting] = text;
        }

        return values;
    }
}
