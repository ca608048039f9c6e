using System.Security.Cryptography;
using System.Text;

namespace TinyBase.Extensions.Packages;

/// <summary>Tells whether two folders hold the same extension.</summary>
internal static class PackageContent
{
    /// <summary>SHA-256 of all files in a folder and of their paths, in hexadecimal.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static string HashOf(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (File: file, Path: Path.GetRelativePath(folder, file).Replace('\\', '/')))
            .OrderBy(file => file.Path, StringComparer.Ordinal);
        foreach (var (file, path) in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(path + "\0"));
            using var content = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(content));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
