using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TinyBase.Functions.Building;

/// <summary>What <c>tinybase functions build</c> writes beside the program of a function, so that a server can tell that it is the one.</summary>
/// <param name="TinyBase">The version of TinyBase that built it.</param>
/// <param name="ContentHash">SHA-256 of the function and of what it includes.</param>
/// <param name="Hash">The same with the settings of the build.</param>
/// <param name="Metadata">What the program says of itself.</param>
/// <param name="Files">SHA-256 of each file of the program, by its path.</param>
internal sealed record BuiltManifest(
    string TinyBase, string ContentHash, string Hash, JsonElement Metadata, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>The folder of built functions, below that of the functions.</summary>
    public const string FolderName = ".built";

    private const string FileName = "manifest.json";

    /// <summary>Where the program of a function is.</summary>
    public static string ProgramFolder(string functions, string name) => Path.Join(functions, FolderName, name, "program");

    /// <summary>When the program of a function last changed; the default if there is none.</summary>
    public static DateTime WrittenAt(string functions, string name)
    {
        var manifest = new FileInfo(Path.Join(functions, FolderName, name, FileName));
        if (!manifest.Exists) return default;
        var program = Directory.GetLastWriteTimeUtc(ProgramFolder(functions, name));
        return program > manifest.LastWriteTimeUtc ? program : manifest.LastWriteTimeUtc;
    }

    /// <summary>Reads that of a function; null if there is none.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static BuiltManifest? Read(string functions, string name)
    {
        var path = Path.Join(functions, FolderName, name, FileName);
        return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), BuiltJson.Default.BuiltManifest) : null;
    }

    public static string HashOf(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    public void Write(string functions, string name) =>
        File.WriteAllBytes(Path.Join(functions, FolderName, name, FileName), JsonSerializer.SerializeToUtf8Bytes(this, BuiltJson.Default.BuiltManifest));
}

/// <summary>How the manifests are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(BuiltManifest))]
internal sealed partial class BuiltJson : JsonSerializerContext;
