using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace TinyBase.Configuration.SettingTypes;

/// <summary>
/// A list of web origins (RFC 6454) or <c>*</c>. Origins are kept as browsers send them: in lower case, the host in ASCII,
/// without a default port.
/// </summary>
internal sealed class OriginListType : ListType<string>
{
    private static readonly string[] Schemes = ["http://", "https://"];

    private static readonly SearchValues<char> NotInOrigins = SearchValues.Create("/\\?#@ ");

    public override string Expected => "* or an http(s) origin without a path, such as https://app.example.com";

    protected override string ExpectedList => "a list of origins, as JSON or separated by commas";

    protected override string ShowItem(string value) => value;

    protected override bool TryReadItem(string text, [NotNullWhen(true)] out string? value)
    {
        value = text == "*" ? text : Origin(text);
        return value is not null;
    }

    private static string? Origin(string text)
    {
        if (Schemes.FirstOrDefault(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) is not { } scheme
            || text.AsSpan(scheme.Length).ContainsAny(NotInOrigins)
            || !Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6))
            return null;
        var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        return uri.IsDefaultPort ? $"{uri.Scheme}://{host}" : $"{uri.Scheme}://{host}:{uri.Port}";
    }
}
