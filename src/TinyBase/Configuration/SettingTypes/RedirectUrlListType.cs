using System.Diagnostics.CodeAnalysis;

namespace TinyBase.Configuration.SettingTypes;

/// <summary>A list of addresses at and below which redirects may lead.</summary>
internal sealed class RedirectUrlListType : ListType<string>
{
    public override string Expected => "an http(s) address without query and fragment, such as https://app.example.com/account";

    protected override string ExpectedList => "a list of addresses, as JSON or separated by commas";

    /// <summary>As one types them into a field; no address in the list has a comma.</summary>
    public override string? Show(IReadOnlyList<string>? value) => value is null or [] ? null : string.Join(", ", value);

    protected override string ShowItem(string value) => value;

    protected override bool TryReadItem(string text, [NotNullWhen(true)] out string? value)
    {
        value = RedirectUrl.Parse(text) is { Query: "" } uri && !text.Contains(',', StringComparison.Ordinal) ? uri.AbsoluteUri : null;
        return value is not null;
    }
}
