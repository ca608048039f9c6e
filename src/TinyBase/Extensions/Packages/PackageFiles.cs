using System.Text;

namespace TinyBase.Extensions.Packages;

/// <summary>
/// The files of a package while they are put into a folder. They stay within bounds and inside the folder, and none of them is another
/// where upper and lower case are one.
/// </summary>
/// <param name="target">The folder.</param>
internal sealed class PackageFiles(string target)
{
    public const int MaxFiles = 5000;
    public const long MaxBytes = 100 * 1024 * 1024;

    private readonly Dictionary<string, Entry> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly byte[] _buffer = new byte[81920];
    private long _bytes;
    private int _files;

    /// <summary>Adds a file.</summary>
    /// <param name="path">Its path in the package, with slashes.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="most">The most bytes that it may have.</param>
    /// <exception cref="PackageException">It cannot be in a package.</exception>
    public async Task Add(string path, Stream content, long most, CancellationToken cancel)
    {
        Register(path);
        var file = Path.Join(target, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using var output = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        int count;
        long length = 0;
        while ((count = await content.ReadAsync(_buffer, cancel).ConfigureAwait(false)) > 0)
        {
            if ((_bytes += count) > MaxBytes) throw new PackageException($"The extension has more than {MaxBytes / 1024 / 1024} MB");
            if ((length += count) > most) throw new PackageException($"'{path}' unpacks to far more than its packed size; it looks like a zip bomb");
            await output.WriteAsync(_buffer.AsMemory(0, count), cancel).ConfigureAwait(false);
        }
    }

    private void Register(string path)
    {
        if (PackagePath.Problem(path) is { } problem) throw new PackageException($"'{Shown(path)}' cannot be the path of a file: {problem}");
        if (++_files > MaxFiles) throw new PackageException($"The extension has more than {MaxFiles} files");
        for (var end = path.IndexOf('/'); end >= 0; end = path.IndexOf('/', end + 1)) Know(path[..end], isFile: false);
        Know(path, isFile: true);
    }

    private void Know(string path, bool isFile)
    {
        // Some systems take the two ways to write é for one as well.
        var key = path.Normalize(NormalizationForm.FormC);
        if (_known.TryAdd(key, new Entry(path, isFile))) return;
        var known = _known[key];
        if (isFile || known.IsFile || known.Path != path) throw new PackageException($"'{path}' and '{known.Path}' would be the same file on some systems");
    }

    private static string Shown(string path) =>
        string.Concat((path.Length <= 100 ? path : path[..100] + "…").Select(letter => char.IsControl(letter) ? '?' : letter));

    private readonly record struct Entry(string Path, bool IsFile);
}
