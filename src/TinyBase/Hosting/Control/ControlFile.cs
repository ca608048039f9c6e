using System.Text.Json;

using TinyBase.Storage;

namespace TinyBase.Hosting.Control;

/// <summary>
/// How commands reach the server that holds a database: a file beside it that only its owner can read. It is no record, so that no
/// text of it shows the secret.
/// </summary>
internal sealed class ControlFile
{
    /// <summary>The version of the server.</summary>
    public required string Version { get; init; }

    /// <summary>The server's process.</summary>
    public required int Pid { get; init; }

    /// <summary>The path of the socket.</summary>
    public required string Socket { get; init; }

    /// <summary>What a command proves with that it may read this file.</summary>
    public required string Secret { get; init; }

    /// <summary>Where the file of a database is.</summary>
    public static string PathOf(string databasePath) => databasePath + ".control";

    /// <summary>Reads a file; null where there is none that is whole.</summary>
    /// <exception cref="UnauthorizedAccessException">It is somebody else's.</exception>
    public static ControlFile? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), WireJson.Wire.ControlFile);
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            return null;
        }
    }

    public void Write(string path) => OwnerOnlyFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, WireJson.Wire.ControlFile));
}
