using System.Globalization;

using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Settings.Endpoints;

/// <summary>Saves settings. They count from the answer on.</summary>
internal sealed class UpdateSettings(CurrentSettings current, SettingsStore store, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } = new("PATCH", GetSettings.Path, "admin_update_settings", Access.Admin);

    public OperationDescription Description => new("Change settings")
    {
        Details = "What is absent stays as it is; null forgets what was saved. All of it is saved or nothing, and counts at once.",
        Body = SettingsJson.Body(),
        Answers =
        [
            new(200, "The settings as they are now", SettingsJson.Shape()),
            new(400, "A time zone that there is not, URLs that the portal cannot use, or a setting that the environment pins"),
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        var changes = SettingsFields.All.Where(field => fields.IsGiven(field.Name)).Select(field => Read(fields, field)).ToList();
        if (fields.Errors.Count == 0 && Refusal(fields, changes) is { } refusal)
        {
            await Answers.Problem(context, StatusCodes.Status400BadRequest, refusal).ConfigureAwait(false);
            return;
        }

        if (fields.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        var outcome = await store.Save(current, changes, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        await (outcome.Settings is { } settings
            ? SettingsJson.Answer(context, settings, outcome.UpdatedAt)
            : Answers.Problem(context, StatusCodes.Status400BadRequest, outcome.Refusal!)).ConfigureAwait(false);
    }

    private static SettingsChange Read(BodyFields fields, SettingsField field) => new(field, field switch
    {
        { IsBoolean: true } => fields.OptionalBoolean(field.Name) switch { true => "true", false => "false", null => null },
        { IsInteger: true } => fields.OptionalInteger(field.Name, field.Min, field.Max)?.ToString(CultureInfo.InvariantCulture),
        { Setting.IsSecret: true } => fields.OptionalSecret(field.Name, field.Max),
        _ => fields.OptionalText(field.Name, 0, field.Max),
    });

    /// <summary>Checks values as the catalogue does.</summary>
    /// <returns>The text of a 400; null if there is none, but there may be errors among the fields.</returns>
    private static string? Refusal(BodyFields fields, IEnumerable<SettingsChange> changes)
    {
        foreach (var (field, value) in changes.Where(change => change.Value is not null))
        {
            if (field.Setting.Read(new GivenValue(field.Name, value!)).Apply is not null) continue;
            if (field.Refusal is { } refusal) return refusal(value!);
            fields.AddRefused(field.Name, field.Setting.Expected, field.Setting.IsSecret);
        }

        return null;
    }
}
