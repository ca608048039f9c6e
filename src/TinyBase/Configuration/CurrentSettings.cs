namespace TinyBase.Configuration;

/// <summary>
/// The settings as they are now. What can be changed while the server runs is read from here, each time it is needed; the options that
/// services are given are those that it started with.
/// </summary>
internal sealed class CurrentSettings(SettingsSnapshot snapshot)
{
    private volatile SettingsSnapshot _snapshot = snapshot;

    /// <summary>Settings that do not change.</summary>
    public CurrentSettings(TinyBaseOptions options)
        : this(new SettingsSnapshot(options, []))
    {
    }

    public SettingsSnapshot Snapshot => _snapshot;

    public TinyBaseOptions Options => _snapshot.Options;

    /// <summary>Makes other settings the current ones, for everybody and at once.</summary>
    public void Change(SettingsSnapshot settings) => _snapshot = settings;
}
