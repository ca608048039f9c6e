using TinyBase.Configuration.SettingTypes;

namespace TinyBase.Configuration;

/// <summary>
/// A setting that changes nothing here. It is known all the same, so that its value is checked and whoever gives it is told
/// why it does not count, instead of being offered a spelling that was not meant.
/// </summary>
/// <param name="fallback">The default; null for none.</param>
internal sealed class InertSetting<T>(string key, SettingType<T> type, T? fallback, string description) : Setting(key, description)
{
    public override string TypeName => type.Name;

    public override string Expected => type.Expected;

    public override string? Default => fallback is null ? null : type.Show(fallback);

    public override SettingReading Read(GivenValue given)
    {
        var refusals = new List<Refusal>();
        var value = type.Read(given, refusals);
        return refusals.Count > 0 ? new SettingReading(null, null, refusals) : new SettingReading(type.Show(value!), _ => { }, []);
    }

    public override string? Show(SettingsTarget target) => null;
}
