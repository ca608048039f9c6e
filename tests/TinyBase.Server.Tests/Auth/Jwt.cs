using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyBase.Server.Tests.Auth;

/// <summary>Takes tokens apart and makes false ones, without the library that the server uses.</summary>
public static class Jwt
{
    public const string Hs256 = """{"alg":"HS256","typ":"JWT"}""";

    public static JsonElement Header(string token) => Part(token, 0);

    public static JsonElement Claims(string token) => Part(token, 1);

    /// <summary>The claims of a token with some of them changed.</summary>
    public static string Change(string token, Action<JsonObject> change)
    {
        var claims = JsonNode.Parse(Claims(token).GetRawText())!.AsObject();
        change(claims);
        return claims.ToJsonString();
    }

    /// <summary>A token with a signature by HMAC-SHA256.</summary>
    public static string Sign(string header, string claims, byte[] key)
    {
        var content = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(claims))}";
        return $"{content}.{Encode(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(content)))}";
    }

    /// <summary>A token with a signature by HMAC-SHA512.</summary>
    public static string SignWithSha512(string claims, byte[] key)
    {
        var content = $"{Encode("""{"alg":"HS512","typ":"JWT"}"""u8)}.{Encode(Encoding.UTF8.GetBytes(claims))}";
        return $"{content}.{Encode(HMACSHA512.HashData(key, Encoding.ASCII.GetBytes(content)))}";
    }

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    private static JsonElement Part(string token, int index) =>
        JsonElement.Parse(Base64Url.DecodeFromChars(token.Split('.')[index]));
}
