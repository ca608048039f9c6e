using TinyBase.Functions.Building;

namespace TinyBase.Functions;

/// <summary>A file of a function that is watched.</summary>
internal sealed class FunctionFile(string path, string folder)
{
    /// <summary>A file that was just written may be written again within the same tick of the file system's clock.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, (DateTime Written, long Length)> _stamps = new(StringComparer.Ordinal);
    private IReadOnlyList<(IncludePattern Pattern, IReadOnlyList<string> Files)> _patterns = [];
    private string? _foundOnce;
    private string? _unreadable;
    private int _timesUnreadable;
    private bool _isKnown;
    private DateTime _builtAt;

    public string Path { get; } = path;

    public string Name { get; } = System.IO.Path.GetFileNameWithoutExtension(path);

    /// <summary>Why the file is not even built; null if it is.</summary>
    public string? Problem { get; set; }

    /// <summary>The content that was last built or tried; null before.</summary>
    public FunctionSource? Source { get; set; }

    /// <summary>Whether the content that was last built cannot be served. A program that is brought along later may change that.</summary>
    public bool HasFailed { get; set; }

    /// <summary>The build under way, or the last one.</summary>
    public Task Build { get; set; } = Task.CompletedTask;

    /// <summary>
    /// Looks whether the content has changed since it was last built; if so it is in <see cref="Source"/>. A change counts once it is
    /// found twice, so that a file that is being written is not built by halves; the first content counts at once.
    /// </summary>
    public bool HasChanged(TimeProvider clock)
    {
        if (Build.IsCompleted && HasFailed && HasNewProgram(clock)) LookAgain();
        if (!Build.IsCompleted || (_isKnown && !LooksChanged(clock))) return false;
        if (FunctionSource.Read(Path, folder, out var problem) is not { } found)
        {
            if (++_timesUnreadable == 2) (_unreadable, HasFailed) = (problem, true);
            return false;
        }

        _timesUnreadable = 0;
        var wasSaved = _isKnown && _stamps.Any(file => Stamp(file.Key) != file.Value);
        Remember(found);
        if (found.Hash == Source?.Hash)
        {
            _foundOnce = null;
            // What kept it from being served may have been something else, a source of packages for instance.
            return wasSaved && HasFailed;
        }

        if (Source is not null && found.Hash != _foundOnce)
        {
            _foundOnce = found.Hash;
            _isKnown = false;
            return false;
        }

        _foundOnce = null;
        Source = found;
        return true;
    }

    /// <summary>
    /// Why the file cannot be read, if that has not been told; null otherwise. It counts once it is found twice: a file that is being replaced
    /// may be away for a moment.
    /// </summary>
    public string? TakeUnreadable()
    {
        (var unreadable, _unreadable) = (_unreadable, null);
        return unreadable;
    }

    /// <summary>Takes the content as it is now for the one that is served.</summary>
    public void Accept()
    {
        Source = FunctionSource.Read(Path, folder);
        if (Source is not null) Remember(Source);
    }

    /// <summary>Builds it once more, since what was built is not what is there.</summary>
    public void LookAgain()
    {
        Source = null;
        _isKnown = false;
    }

    /// <summary>Whether a program came that is quiet since: it is not looked at while it is being copied.</summary>
    private bool HasNewProgram(TimeProvider clock)
    {
        var found = BuiltManifest.WrittenAt(folder, Name);
        if (found == _builtAt || clock.GetUtcNow().UtcDateTime - found < Young) return false;
        _builtAt = found;
        return found != default;
    }

    private void Remember(FunctionSource source)
    {
        _stamps.Clear();
        foreach (var file in source.Files.Concat(source.Absent)) _stamps[file] = Stamp(file);
        _patterns = [.. source.Patterns.Select(pattern => (pattern, pattern.Files()))];
        _isKnown = true;
    }

    private bool LooksChanged(TimeProvider clock) =>
        _stamps.Any(file => Stamp(file.Key) != file.Value || clock.GetUtcNow().UtcDateTime - file.Value.Written < Young)
        || _patterns.Any(known => !known.Pattern.Files().SequenceEqual(known.Files));

    private static (DateTime Written, long Length) Stamp(string path)
    {
        FileSystemInfo found = new FileInfo(path);
        // What counts is what a link leads to.
        if (found.Exists && found.Attributes.HasFlag(FileAttributes.ReparsePoint)) found = found.ResolveLinkTarget(returnFinalTarget: true) ?? found;
        return found is FileInfo { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : default;
    }
}
