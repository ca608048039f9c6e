using System.Text;

using TinyBase.Hosting;

namespace TinyBase.Functions.Callbacks;

/// <summary>What the client of a call sends.</summary>
/// <param name="Path">Path and query.</param>
internal sealed record CallbackRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body);

/// <summary>What it gets back.</summary>
internal sealed record CallbackAnswer(int Status, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>An error that no endpoint has written.</summary>
    public static CallbackAnswer Refused(int status, string detail)
    {
        using var buffer = new JsonBuffer();
        buffer.Raw("{\"detail\":"u8);
        buffer.String(Encoding.UTF8.GetBytes(detail));
        buffer.Raw("}"u8);
        return new(status, new Dictionary<string, string> { ["Content-Type"] = "application/json" }, buffer.Written.ToArray());
    }
}
