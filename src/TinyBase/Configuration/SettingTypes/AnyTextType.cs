using System.Diagnostics.CodeAnalysis;

namespace TinyBase.Configuration.SettingTypes;

/// <summary>Any text, an empty one too, taken as it is.</summary>
internal sealed class AnyTextType : ScalarType<string>
{
    public override string Expected => "a text";

    public override string? Show(string? value) => value;

    protected override bool TryRead(string text, [NotNullWhen(true)] out string? value)
    {
        value = text;
        return true;
    }
}
