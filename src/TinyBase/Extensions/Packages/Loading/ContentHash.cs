using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace TinyBase.Extensions.Packages.Loading;

/// <summary>What the code of an extension is known by: the hash of everything beside its assembly.</summary>
internal static class ContentHash
{
    /// <summary>The hash of the files in the folder of an assembly, and below it.</summary>
    public static string Of(string assemblyPath)
    {
        var folder = Path.GetDirectoryName(assemblyPath)!;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsCode).Order(StringComparer.Ordinal);
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, file) + "\n"));
            using var content = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(content));
        }

        return Base64Url.EncodeToString(hash.GetHashAndReset());
    }

    /// <summary>What may be loaded: pages, scripts of migrations and sources are not.</summary>
    private static bool IsCode(string file) =>
        Path.GetExtension(file) is ".dll" or ".so" or ".dylib" || file.EndsWith(".deps.json", StringComparison.Ordinal);
}
