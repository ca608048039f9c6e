using System.Text.Json.Nodes;

using Microsoft.Extensions.Logging;

using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Storage;

namespace TinyBase.Settings;

/// <summary>A value that is to be saved; null to forget the one that is.</summary>
internal sealed record SettingsChange(SettingsField Field, string? Value);

/// <summary>What came of a change: the settings as they are now, or why nothing was saved.</summary>
internal sealed record SettingsOutcome(SettingsSnapshot? Settings, string? UpdatedAt, string? Refusal);

/// <summary>Saves settings and makes them the current ones once they are committed.</summary>
internal sealed partial class SettingsStore(
    Database database, SecretKey key, TinyBaseSettings start, ILogger<SettingsStore> logger)
{
    /// <summary>The settings that the server starts with, those that are saved included.</summary>
    public CurrentSettings Load()
    {
        using var lease = database.Readers.Rent(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return new CurrentSettings(Overlay(SavedSettings.Read(lease.Connection), name => Log.NotUsable(logger, name)));
    }

    /// <summary>When something was last saved; null for never.</summary>
    public async Task<string?> UpdatedAt(CancellationToken cancel)
    {
        using var lease = await database.Readers.Rent(cancel).ConfigureAwait(false);
        return SavedSettings.Read(lease.Connection).UpdatedAt;
    }

    /// <summary>Saves changes, all or none.</summary>
    /// <param name="current">What is told of the new settings as soon as they are committed.</param>
    /// <param name="changes">The changes.</param>
    /// <param name="by">Who makes them.</param>
    public Task<SettingsOutcome> Save(
        CurrentSettings current, IReadOnlyList<SettingsChange> changes, Actor by, CancellationToken cancel) =>
        database.Writer.Run(
            session => Save(session, changes, by),
            committed: outcome => current.Change(outcome.Settings!),
            cancel: cancel);

    private Written<SettingsOutcome> Save(WriteSession session, IReadOnlyList<SettingsChange> changes, Actor by)
    {
        var saved = SavedSettings.Read(session.Connection);
        var before = Overlay(saved, _ => { });
        if (changes.FirstOrDefault(change => IsInVain(before, change)) is { } pinned)
        {
            return Refused($"{pinned.Field.Name} is set by {Pin(before[pinned.Field.Setting])} and cannot be changed here");
        }

        foreach (var change in changes) saved.Set(change.Field.Setting, change.Value, key);
        var after = Overlay(saved, _ => { });
        if (PortalRules.Problem(after.Options.Portal, changes) is { } problem) return Refused(problem);
        saved.Write(session);
        AuditTrail.Add(session, new AuditEntry(by, "settings.update", "settings", null) { Details = Difference(before, after, changes) });
        return Written.Keep(new SettingsOutcome(after, saved.UpdatedAt, null));
    }

    private SettingsSnapshot Overlay(SavedSettings saved, Action<string> unusable) => start.With(saved.Readings(key, unusable));

    private static Written<SettingsOutcome> Refused(string why) => Written.Undo(new SettingsOutcome(null, null, why));

    /// <summary>Whether saving a value would change nothing, because another source counts more. Saying what is so anyway is fine.</summary>
    private static bool IsInVain(SettingsSnapshot settings, SettingsChange change) =>
        settings[change.Field.Setting] is { IsPinned: true } pinned
        && change.Value is { } wanted
        && (change.Field.Setting.IsSecret || change.Field.Setting.Read(new GivenValue(pinned.Origin, wanted)).Shown != pinned.Value);

    private static string Pin(EffectiveSetting setting) =>
        setting.Source == SettingSource.Code ? "the app's code" : $"the variable {setting.Origin}";

    private static JsonObject Difference(SettingsSnapshot before, SettingsSnapshot after, IReadOnlyList<SettingsChange> changes)
    {
        var difference = new JsonObject();
        foreach (var (name, setting) in changes.Select(change => (change.Field.Name, change.Field.Setting)))
        {
            difference[name] = new JsonObject { ["from"] = before[setting].Value, ["to"] = after[setting].Value };
        }

        return difference;
    }

    private static partial class Log
    {
        [LoggerMessage(7001, LogLevel.Warning, "The saved setting {Key} cannot be used and does not count. Save it again; if it is a secret, the key beside the database is not the one that it was encrypted with")]
        public static partial void NotUsable(ILogger logger, string key);
    }
}
