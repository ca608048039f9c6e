namespace TinyBase.Cli.Serving;

/// <summary>
/// Tells when the content of a small file changes. It looks again and again, which works on every file system and whether an
/// editor writes the file or puts another in its place. A content counts once it is found twice, and not while the file is gone.
/// </summary>
internal sealed class FileWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly string _path;
    private readonly TimeProvider _clock;
    private byte[]? _known;

    public FileWatch(string path, TimeProvider clock)
    {
        _path = path;
        _clock = clock;
        _known = Read();
    }

    /// <summary>Waits until the content differs from what it was at the last change.</summary>
    /// <returns>Whether it does; false if the waiting was cancelled.</returns>
    public async Task<bool> WaitForChange(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        byte[]? found = null;
        try
        {
            while (await timer.WaitForNextTickAsync(cancel).ConfigureAwait(false))
            {
                var content = Read();
                if (content is null || Same(content, _known)) found = null;
                else if (!Same(content, found)) found = content;
                else
                {
                    _known = content;
                    return true;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // As told below.
        }

        return false;
    }

    private static bool Same(byte[] content, byte[]? other) => other is not null && content.AsSpan().SequenceEqual(other);

    private byte[]? Read()
    {
        try
        {
            return File.ReadAllBytes(_path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
