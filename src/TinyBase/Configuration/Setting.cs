using TinyBase.Configuration.SettingTypes;

namespace TinyBase.Configuration;

/// <summary>A setting: its names, its type, its default and what it sets.</summary>
internal abstract class Setting
{
    private protected Setting(string key, string description)
    {
        Key = key;
        Description = description;
    }

    /// <summary>The name, such as <c>server_port</c>.</summary>
    public string Key { get; }

    public string Description { get; }

    /// <summary>The environment variable, such as <c>TINYBASE_SERVER_PORT</c>.</summary>
    public string Variable => EnvironmentSettings.Prefix + Key.ToUpperInvariant();

    /// <summary>Spellings in the file that do not follow from the key, such as <c>database.url</c>.</summary>
    public IReadOnlyList<string> OtherSpellings { get; init; } = [];

    /// <summary>Whether the value must never be shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Why giving the setting changes nothing, so that "has no effect: …" reads well; null if it counts.</summary>
    public string? NoEffect { get; init; }

    /// <summary>All spellings in the file: the key, the key split in table and name at any underscore, and the others.</summary>
    public IEnumerable<string> Spellings => Enumerable.Range(0, Key.Length)
        .Where(index => Key[index] == '_')
        .Select(index => $"{Key[..index]}.{Key[(index + 1)..]}")
        .Prepend(Key)
        .Concat(OtherSpellings);

    /// <summary>The type as one would name it: boolean, integer, string or list.</summary>
    public abstract string TypeName { get; }

    /// <summary>What a right value looks like, so that "must be …" reads well.</summary>
    public abstract string Expected { get; }

    /// <summary>The default as one would write it; null for none.</summary>
    public abstract string? Default { get; }

    /// <summary>Reads a given value.</summary>
    public abstract SettingReading Read(GivenValue given);

    /// <summary>The value that a target has, as one would write it, secret or not; null for none.</summary>
    public abstract string? Show(SettingsTarget target);
}

/// <summary>What came of reading a value: something to apply, or refusals.</summary>
/// <param name="Shown">The value as one would write it.</param>
/// <param name="Apply">Applies it; null if it was refused.</param>
/// <param name="Refusals">What is wrong with it.</param>
internal sealed record SettingReading(string? Shown, Action<SettingsTarget>? Apply, IReadOnlyList<Refusal> Refusals);

/// <inheritdoc cref="Setting"/>
internal sealed class Setting<T>(
    string key,
    SettingType<T> type,
    Func<SettingsTarget, T> get,
    Action<SettingsTarget, T> set,
    string description) : Setting(key, description)
{
    public override string TypeName => type.Name;

    public override string Expected => type.Expected;

    // Asked of a fresh target, so that the options are the only place that states a default.
    public override string? Default => Show(new SettingsTarget(new TinyBaseOptions(), new AdminSeed()));

    public override string? Show(SettingsTarget target) => type.Show(get(target));

    public override SettingReading Read(GivenValue given)
    {
        var refusals = new List<Refusal>();
        var value = type.Read(given, refusals);
        return refusals.Count > 0
            ? new SettingReading(null, null, refusals)
            : new SettingReading(type.Show(value!), target => set(target, value!), []);
    }
}
