using TinyBase.Functions.Sandboxing;

namespace TinyBase.Extensions.Packages;

/// <summary>
/// Runs git on a folder, in the sandbox and with bounds. It asks nobody, runs no hooks, and knows none of the settings, passwords and
/// programs that whoever runs the server has given to git.
/// </summary>
/// <param name="folder">The folder that it may write to.</param>
internal sealed class GitProcess(IProcessSandbox sandbox, TimeProvider clock, GitSource source, string folder)
{
    /// <summary>How large a repository may be, with what is checked out of it.</summary>
    private const long MaxBytes = 2 * PackageFiles.MaxBytes;

    private const int LongestError = 500;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly string _repository = Path.Join(folder, "repository");
    private readonly string _home = Path.Join(folder, "home");

    /// <summary>Fetches the newest commit.</summary>
    /// <returns>The folder with its files.</returns>
    /// <exception cref="PackageException">It cannot be had.</exception>
    public async Task<string> Clone(TimeSpan limit, CancellationToken cancel)
    {
        await Run(["clone", .. CloneOptions(), "--", source.Url, "."], limit, cancel).ConfigureAwait(false);
        return _repository;
    }

    /// <summary>Fetches one file of the newest commit, and not the others where the server of the repository can do that.</summary>
    /// <exception cref="PackageException">It cannot be had.</exception>
    public async Task<string> ReadFile(string path, TimeSpan limit, CancellationToken cancel)
    {
        await Run(["clone", .. CloneOptions(), "--no-checkout", "--filter=blob:none", "--", source.Url, "."], limit, cancel).ConfigureAwait(false);
        return await Run(["show", "HEAD:" + path], limit, cancel).ConfigureAwait(false);
    }

    /// <summary>The commit that was fetched.</summary>
    /// <exception cref="PackageException">It cannot be had.</exception>
    public async Task<string> Commit(CancellationToken cancel)
    {
        var commit = (await Run(["rev-parse", "HEAD"], TimeSpan.FromSeconds(10), cancel).ConfigureAwait(false)).Trim();
        return commit.Length is 40 or 64 && commit.All(char.IsAsciiHexDigitLower) ? commit : throw new PackageException("Git clone failed: it has no commit");
    }

    private IEnumerable<string> CloneOptions()
    {
        yield return "--quiet";
        yield return "--depth=1";
        yield return "--single-branch";
        yield return "--no-tags";
        yield return "--no-recurse-submodules";
        yield return "--template=";
        if (source.Branch is { } branch) yield return "--branch=" + branch;
    }

    private async Task<string> Run(IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancel)
    {
        var addresses = source.IsOperator ? null : await GitAddresses.Resolve(source, cancel).ConfigureAwait(false);
        Prepare(addresses);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var size = WatchSize(stop);
        try
        {
            var result = await ProcessOutput.Run(sandbox, Command(arguments), limit, clock, stop.Token).ConfigureAwait(false);
            return result.ExitCode switch
            {
                0 => result.Output,
                null => throw new PackageException("Git clone timed out"),
                _ => throw new PackageException($"Git clone failed: {Shorten(result.Error)}"),
            };
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new PackageException($"Git clone failed: the repository has more than {PackageFiles.MaxBytes / 1024 / 1024} MB");
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await size.ConfigureAwait(false);
        }
    }

    /// <summary>Ends git when what it has fetched is too large: it has no limit of its own for that.</summary>
    private async Task WatchSize(CancellationTokenSource stop)
    {
        try
        {
            while (SizeOf(_repository) <= MaxBytes) await Task.Delay(Look, clock, stop.Token).ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It is done.
        }
    }

    private static long SizeOf(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Files come and go while git works; the next look sees the rest.
            return 0;
        }
    }

    private void Prepare(string? addresses)
    {
        Directory.CreateDirectory(_repository);
        Directory.CreateDirectory(_home);
        File.WriteAllText(Path.Join(_home, "gitconfig"), GitSettings.Text(addresses));
    }

    private SandboxedCommand Command(IReadOnlyList<string> arguments) => new(
        GitSettings.FindProgram() ?? throw new PackageException("Git is not installed or not in PATH"),
        arguments,
        _repository,
        GitSettings.Environment(_home, source.IsOperator),
        [.. Readable()],
        [_home, _repository],
        SandboxKind.Build);

    /// <summary>What git may read: a repository of this machine, or the keys of the operator.</summary>
    private IEnumerable<string> Readable()
    {
        if (!source.IsOperator) yield break;
        if (Uri.TryCreate(source.Url, UriKind.Absolute, out var address))
        {
            if (address.IsFile) yield return address.LocalPath;
            if (address.Scheme != "ssh") yield break;
        }

        var keys = Path.Join(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".ssh");
        if (Directory.Exists(keys)) yield return keys;
    }

    /// <summary>What git says is wrong, without the folders of this machine.</summary>
    private string Shorten(string error)
    {
        var lines = error.Replace(folder, "…", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var text = string.Concat(string.Join("; ", lines).Select(letter => char.IsControl(letter) ? '?' : letter));
        return text.Length switch
        {
            0 => "it says nothing",
            > LongestError => text[..LongestError] + "…",
            _ => text,
        };
    }
}
