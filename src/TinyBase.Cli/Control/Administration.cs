using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Control;
using TinyBase.Storage;

namespace TinyBase.Cli.Control;

/// <summary>Opens what the operator's commands work with: the database, or the server that holds it.</summary>
internal static class Administration
{
    /// <summary>How long to wait for a server that is just starting or stopping, or for another command.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Opens the database, or reaches the server that holds it.</summary>
    /// <exception cref="DatabaseException">The database cannot be used.</exception>
    /// <exception cref="AdministrationException">Whoever holds it cannot be reached; the message says why.</exception>
    public static async Task<IAdministration> Open(TinyBaseOptions options, CancellationToken cancel)
    {
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return TinyBaseAdministration.Open(options);
            }
            catch (DatabaseException held) when (held.Holder is not null)
            {
                var path = DatabaseFile.FileOf(DatabasePath.Resolve(options.Database.Url, options.Root!));
                if (await Reach(path, cancel).ConfigureAwait(false) is { } server) return server;
                if (clock.GetElapsedTime(started) > Patience) throw Unreachable(path, held);
            }

            await Task.Delay(Pause, clock, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The server that serves the workspace; null if none does, or one that takes no commands.</summary>
    public static Task<ControlClient?> FindServer(TinyBaseOptions options, CancellationToken cancel) =>
        Reach(DatabaseFile.FileOf(DatabasePath.Resolve(options.Database.Url, options.Root!)), cancel);

    private static async Task<ControlClient?> Reach(string databasePath, CancellationToken cancel)
    {
        var file = ReadFile(ControlFile.PathOf(databasePath));
        if (file is null) return null;
        if (file.Version != TinyBaseVersion.Current)
        {
            throw new AdministrationException(
                $"The server (process {file.Pid}) is TinyBase {file.Version}, this command is {TinyBaseVersion.Current}. Use the same version for both.");
        }

        return await ControlClient.TryConnect(file, cancel).ConfigureAwait(false);
    }

    private static ControlFile? ReadFile(string path)
    {
        try
        {
            return ControlFile.Read(path);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new AdministrationException($"Only the user who runs the server may read {path}. Run the command as that user.", error);
        }
    }

    private static AdministrationException Unreachable(string path, DatabaseException held) => new(
        File.Exists(ControlFile.PathOf(path))
            ? $"{path} is in use by {held.Holder}, which does not answer commands. Try again, or stop it first."
            : $"{path} is in use by {held.Holder}, an application that takes no commands. Stop it first.",
        held);
}
