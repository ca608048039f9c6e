namespace TinyBase.Configuration;

/// <summary>The settings at one moment. It is made whole and then never changed.</summary>
internal sealed class SettingsSnapshot(TinyBaseOptions options, IReadOnlyList<EffectiveSetting> settings)
{
    private readonly Dictionary<Setting, EffectiveSetting> _bySetting = settings.ToDictionary(setting => setting.Setting);

    public TinyBaseOptions Options { get; } = options;

    /// <summary>A setting with its value and where it comes from.</summary>
    public EffectiveSetting this[Setting setting] => _bySetting[setting];
}
