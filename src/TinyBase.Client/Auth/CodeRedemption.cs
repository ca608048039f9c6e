namespace TinyBase.Client;

/// <summary>The body that exchanges a code of the auth portal. A class, since records show their secrets when printed.</summary>
internal sealed class CodeRedemption(string code, string codeVerifier, Uri redirectUrl)
{
    public string Code { get; } = code;

    public string CodeVerifier { get; } = codeVerifier;

    public string RedirectUrl { get; } = redirectUrl.OriginalString;
}
