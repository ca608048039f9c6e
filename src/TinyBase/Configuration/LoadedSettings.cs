namespace TinyBase.Configuration;

/// <summary>What file, environment and defaults came to.</summary>
/// <param name="Settings">Every setting with its value and origin, in the order of the catalogue.</param>
/// <param name="Problems">Everything that is wrong: first the file, from top to bottom, then the environment.</param>
internal sealed record LoadedSettings(IReadOnlyList<EffectiveSetting> Settings, IReadOnlyList<SettingsProblem> Problems)
{
    public IEnumerable<SettingsProblem> Errors => Problems.Where(problem => problem.Severity == SettingsSeverity.Error);

    public IEnumerable<SettingsProblem> Warnings => Problems.Where(problem => problem.Severity == SettingsSeverity.Warning);

    /// <summary>The admin whom <c>tinybase init</c> creates, as far as given.</summary>
    public AdminSeed Admin
    {
        get
        {
            var target = new SettingsTarget(new TinyBaseOptions(), new AdminSeed());
            Apply(target);
            return target.Admin;
        }
    }

    /// <summary>The same with what was saved, which counts more than the file and less than the environment.</summary>
    public LoadedSettings With(IReadOnlyDictionary<Setting, SettingReading> saved) => this with
    {
        Settings = [.. Settings.Select(setting =>
            !setting.IsPinned && saved.TryGetValue(setting.Setting, out var reading)
                ? EffectiveSetting.From(setting.Setting, SettingSource.Saved, EffectiveSetting.SavedOrigin, reading)
                : setting)],
    };

    /// <summary>Sets what was given; what was not keeps its value.</summary>
    /// <exception cref="SettingsException">There are errors.</exception>
    public void ApplyTo(TinyBaseOptions options)
    {
        ThrowIfInvalid();
        Apply(new SettingsTarget(options, new AdminSeed()));
    }

    /// <summary>Refuses settings with errors.</summary>
    /// <exception cref="SettingsException">There are errors.</exception>
    public void ThrowIfInvalid()
    {
        var errors = Errors.ToArray();
        if (errors.Length > 0)
            throw new SettingsException(errors);
    }

    private void Apply(SettingsTarget target)
    {
        foreach (var setting in Settings)
            setting.Apply?.Invoke(target);
    }
}
