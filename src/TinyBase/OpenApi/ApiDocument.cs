using System.Buffers.Text;
using System.Security.Cryptography;

namespace TinyBase.OpenApi;

/// <summary>A document as it is sent.</summary>
internal sealed class ApiDocument(byte[] json)
{
    public ReadOnlyMemory<byte> Json { get; } = json;

    /// <summary>A strong entity tag: another one for every other content.</summary>
    public string ETag { get; } = $"\"{Base64Url.EncodeToString(SHA256.HashData(json))}\"";
}
