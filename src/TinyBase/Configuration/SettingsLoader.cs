using TinyBase.Configuration.Toml;

namespace TinyBase.Configuration;

/// <summary>Reads the settings of a folder: the environment counts more than <c>tinybase.toml</c>, that more than defaults.</summary>
internal sealed class SettingsLoader
{
    public const string FileName = "tinybase.toml";

    /// <summary>The tables that <c>tinybase functions deploy</c> reads; a server has nothing to do with them.</summary>
    private const string Environments = "environments.";

    /// <summary>The settings of single extensions, which each extension declares and reads itself.</summary>
    private const string Extensions = ExtensionSettings.Tables + ".";

    private readonly List<SettingsProblem> _problems = [];
    private readonly Dictionary<Setting, EffectiveSetting> _effective
        = SettingsCatalog.All.ToDictionary(setting => setting, EffectiveSetting.FromDefault);

    private SettingsLoader()
    {
    }

    /// <summary>Reads the settings of a folder and the environment of this process.</summary>
    public static LoadedSettings Load(string root) => Load(root, EnvironmentSettings.OfProcess());

    /// <summary>Reads the settings of a folder and an environment; whatever is wrong is in the result.</summary>
    public static LoadedSettings Load(string root, IReadOnlyDictionary<string, string> environment)
    {
        var loader = new SettingsLoader();
        loader.TakeFile(Path.Combine(root, FileName));
        loader.TakeEnvironment(environment);
        return new LoadedSettings([.. SettingsCatalog.All.Select(setting => loader._effective[setting])], loader._problems);
    }

    private void TakeFile(string path)
    {
        var file = new TomlConfigurationProvider(path);
        try
        {
            file.Load();
        }
        catch (TomlException exception)
        {
            AddError($"{exception.Path}:{exception.Position}", exception.Problem);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            AddError(FileName, $"cannot be read: {exception.Message}");
        }

        var known = new Dictionary<Setting, GivenSetting>();
        foreach (var given in file.Settings)
        {
            if (given.Name.StartsWith(Environments, StringComparison.Ordinal) || given.Name.StartsWith(Extensions, StringComparison.Ordinal)) continue;
            if (SettingsCatalog.FindBySpelling(given.Key) is not { } setting)
                AddUnknown(given.Where, $"unknown key {given.Name}", NearestSpelling.InFile(given.Name));
            else if (known.TryGetValue(setting, out var first))
                AddError(given.Where, $"{given.Name} is the same setting as {first.Name} at {first.Where}; keep one of them");
            else
            {
                known.Add(setting, given);
                Take(setting, given, SettingSource.File, subject: given.Name + " ");
            }
        }
    }

    private void TakeEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        var known = new Dictionary<Setting, GivenSetting>();
        foreach (var given in EnvironmentSettings.Collect(environment))
        {
            if (SettingsCatalog.FindByKey(given.Key) is not { } setting)
                AddUnknown(given.Where, "unknown variable", NearestSpelling.InEnvironment(given.Key));
            else if (known.TryGetValue(setting, out var first))
                AddError(given.Where, $"is the same setting as {first.Name}; keep one of them");
            else
            {
                known.Add(setting, given);
                Take(setting, given, SettingSource.Environment, subject: "");
            }
        }
    }

    private void Take(Setting setting, GivenSetting given, SettingSource source, string subject)
    {
        var reading = setting.Read(given.Value);
        foreach (var refusal in reading.Refusals)
        {
            var shown = setting.IsSecret ? EffectiveSetting.Mask : refusal.Given;
            AddError(refusal.Where, $"{subject}must be {refusal.Expected}, not {shown}");
        }
        if (reading.Apply is null) return;
        _effective[setting] = EffectiveSetting.From(setting, source, given.Value.Where, reading);
        if (setting.NoEffect is { } reason) Add(SettingsSeverity.Warning, given.Where, $"{subject}has no effect: {reason}");
    }

    private void AddUnknown(string where, string what, string? nearest) => Add(
        SettingsSeverity.Warning, where, nearest is null ? $"{what} has no effect" : $"{what} has no effect; did you mean {nearest}?");

    private void AddError(string where, string message) => Add(SettingsSeverity.Error, where, message);

    // Names and values are quoted as given, but a message stays on its line and sends a terminal no control sequences.
    private void Add(SettingsSeverity severity, string where, string message)
        => _problems.Add(new SettingsProblem(severity, where, string.Concat(message.Select(c => char.IsControl(c) ? '\uFFFD' : c))));
}
