using System.Diagnostics.CodeAnalysis;

using TinyBase.Auth;

namespace TinyBase.Configuration.SettingTypes;

/// <summary>An e-mail address.</summary>
internal sealed class AddressType : ScalarType<string>
{
    public override string Expected => "an e-mail address, such as noreply@example.com";

    public override string? Show(string? value) => value;

    protected override bool TryRead(string text, [NotNullWhen(true)] out string? value) => EmailAddress.TryParse(text, out value, out _);
}
