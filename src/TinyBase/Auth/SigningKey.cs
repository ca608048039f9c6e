using System.Security.Cryptography;
using System.Text;

using TinyBase.Configuration;
using TinyBase.Storage;

namespace TinyBase.Auth;

/// <summary>The key that signs tokens: as configured, or generated at the first start and kept beside the database.</summary>
internal static class SigningKey
{
    /// <summary>HS256 wants a key as long as its hash at least (RFC 7518, section 3.2).</summary>
    public const int MinBytes = 32;

    /// <summary>Each token that nobody signed is tried with all of them.</summary>
    public const int MaxPrevious = 10;

    public static byte[] Load(TinyBaseOptions options, Database database)
    {
        if (options.Auth.JwtSecretKey is { } configured) return FromText("jwt_secret_key", configured);
        var path = database.Path + ".key";
        try
        {
            return File.Exists(path) ? Read(path) : Make(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseException($"The key that signs tokens, {path}, cannot be read or made: {error.Message}", error);
        }
    }

    /// <summary>Keys from before, whose tokens count until they expire.</summary>
    public static IReadOnlyList<byte[]> Previous(TinyBaseOptions options) =>
        options.Auth.PreviousKeys.Count <= MaxPrevious
            ? [.. options.Auth.PreviousKeys.Select(key => FromText("Each of auth_previous_keys", key))]
            : throw new DatabaseException($"auth_previous_keys can have at most {MaxPrevious} keys, not {options.Auth.PreviousKeys.Count}.");

    private static byte[] FromText(string setting, string configured)
    {
        var key = Encoding.UTF8.GetBytes(configured);
        return key.Length >= MinBytes
            ? key
            : throw new DatabaseException($"{setting} must have at least {MinBytes} bytes, not {key.Length}.");
    }

    private static byte[] Make(string path)
    {
        var key = RandomNumberGenerator.GetBytes(MinBytes);
        OwnerOnlyFile.Write(path, Encoding.ASCII.GetBytes(Convert.ToBase64String(key)));
        return key;
    }

    private static byte[] Read(string path)
    {
        try
        {
            var key = Convert.FromBase64String(File.ReadAllText(path).Trim());
            if (key.Length >= MinBytes) return key;
        }
        catch (FormatException)
        {
            // The same answer as for a key that is too short.
        }

        throw new DatabaseException($"{path} does not hold a signing key. Restore it, or delete it to log everybody out.");
    }
}
