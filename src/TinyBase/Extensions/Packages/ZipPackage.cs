using System.IO.Compression;

namespace TinyBase.Extensions.Packages;

/// <summary>Unpacks the zip file of an extension. Sizes are counted while it is unpacked: what the file says of them is not believed.</summary>
internal static class ZipPackage
{
    private const long MaxZipBytes = PackageFiles.MaxBytes;

    /// <summary>How much larger than packed a file may be; beyond what text and assemblies reach.</summary>
    private const int MaxRatio = 200;

    /// <summary>Up to this size the ratio does not matter.</summary>
    private const long SmallBytes = 1024 * 1024;

    private const int FileTypeMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;

    /// <summary>Unpacks a file into a folder.</summary>
    /// <exception cref="PackageException">It is no zip file, or has something in it that no extension may have.</exception>
    public static async Task Unpack(string path, string target, CancellationToken cancel)
    {
        var file = new FileInfo(path);
        if (!file.Exists) throw new PackageException($"There is no file {path}");
        if (file.Length > MaxZipBytes) throw new PackageException($"The zip file has more than {MaxZipBytes / 1024 / 1024} MB");
        try
        {
            await using var archive = await ZipFile.OpenReadAsync(path, cancel).ConfigureAwait(false);
            await Unpack(archive, new PackageFiles(target), cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (error is InvalidDataException or NotSupportedException)
        {
            throw new PackageException($"It is no zip file that can be read: {error.Message}", error);
        }
    }

    private static async Task Unpack(ZipArchive archive, PackageFiles files, CancellationToken cancel)
    {
        if (archive.Entries.Count > PackageFiles.MaxFiles * 2) throw new PackageException($"The zip file has more than {PackageFiles.MaxFiles} files");
        var prefix = Prefix(archive);
        foreach (var entry in archive.Entries)
        {
            Refuse(entry);
            if (!entry.FullName.StartsWith(prefix, StringComparison.Ordinal) || entry.FullName.EndsWith('/')) continue;
            await using var content = await entry.OpenAsync(cancel).ConfigureAwait(false);
            var most = Math.Max(SmallBytes, entry.CompressedLength * MaxRatio);
            await files.Add(entry.FullName[prefix.Length..], content, most, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The folder in it that holds everything, if there is one: downloads of repositories have it.</summary>
    private static string Prefix(ZipArchive archive)
    {
        var manifests = archive.Entries
            .Select(entry => entry.FullName)
            .Where(name => name == ExtensionManifestReader.FileName || name.EndsWith('/' + ExtensionManifestReader.FileName, StringComparison.Ordinal))
            .ToList();
        if (manifests.Contains(ExtensionManifestReader.FileName)) return string.Empty;
        var prefixes = manifests.Where(name => name.Count(letter => letter == '/') == 1).Select(name => name[..^ExtensionManifestReader.FileName.Length]).ToList();
        return prefixes.Count == 1 && archive.Entries.All(entry => entry.FullName.StartsWith(prefixes[0], StringComparison.Ordinal)) ? prefixes[0] : string.Empty;
    }

    private static void Refuse(ZipArchiveEntry entry)
    {
        var name = entry.FullName;
        // Of a folder too, although only the files in it are unpacked.
        if (PackagePath.Problem(name.EndsWith('/') ? name[..^1] : name) is { } problem) throw new PackageException($"The zip file has an entry that leads elsewhere or that not every system can have: {problem}");
        // The upper half has the mode of the file where a Unix system packed it.
        var type = (entry.ExternalAttributes >> 16) & FileTypeMask;
        if (type is not (0 or RegularFile or Folder)) throw new PackageException($"'{name}' is a link or a device; an extension must have files only");
        if (entry.IsEncrypted) throw new PackageException($"'{name}' is encrypted");
    }
}
