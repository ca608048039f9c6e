using System.Diagnostics.CodeAnalysis;

namespace TinyBase.Configuration.SettingTypes;

/// <summary>An http(s) address that paths are put behind; it is kept without a slash at its end.</summary>
internal sealed class BaseUrlType : ScalarType<string>
{
    public override string Expected => "an http(s) address without query and fragment, such as https://app.example.com";

    public override string? Show(string? value) => value;

    protected override bool TryRead(string text, [NotNullWhen(true)] out string? value)
    {
        value = text.Trim().TrimEnd('/');
        return Uri.TryCreate(value, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && uri is { UserInfo: "", Query: "", Fragment: "" };
    }
}
