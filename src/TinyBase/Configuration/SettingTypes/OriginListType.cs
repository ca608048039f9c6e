using System.Buffers;
using System.Text.Json;

namespace TinyBase.Configuration.SettingTypes;

/// <summary>
/// A list of web origins (RFC 6454) or <c>*</c>, as a list, as JSON or separated by commas. Origins are kept as browsers
/// send them: in lower case, the host in ASCII, without a default port.
/// </summary>
internal sealed class OriginListType : SettingType<IReadOnlyList<string>>
{
    private static readonly string[] Schemes = ["http://", "https://"];

    private static readonly SearchValues<char> NotInOrigins = SearchValues.Create("/\\?#@ ");

    private const string ExpectedList = "a list of origins, as JSON or separated by commas";

    public override string Expected => "* or an http(s) origin without a path, such as https://app.example.com";

    public override string Show(IReadOnlyList<string> value) => JsonSerializer.Serialize(value);

    public override IReadOnlyList<string> Read(GivenValue given, ICollection<Refusal> refusals)
    {
        if (given.AsList() is not { } items)
        {
            refusals.Add(new Refusal(given.Where, ExpectedList, given.Shown));
            return [];
        }
        var origins = new List<string>();
        foreach (var item in items)
        {
            if (Origin(item.Text) is { } origin)
                origins.Add(origin);
            else
                refusals.Add(new Refusal(item.Where, Expected, item.Shown));
        }
        return origins;
    }

    private static string? Origin(string? text)
    {
        if (text is null or "*")
            return text;
        if (Schemes.FirstOrDefault(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) is not { } scheme
            || text.AsSpan(scheme.Length).ContainsAny(NotInOrigins)
            || !Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6))
            return null;
        var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        return uri.IsDefaultPort ? $"{uri.Scheme}://{host}" : $"{uri.Scheme}://{host}:{uri.Port}";
    }
}
