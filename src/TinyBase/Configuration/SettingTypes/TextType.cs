using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TinyBase.Configuration.SettingTypes;

/// <summary>A text that is not blank, taken as it is.</summary>
internal sealed class TextType(string expected, int minimumBytes = 1) : ScalarType<string>
{
    public override string Expected => expected;

    public override string? Show(string? value) => value;

    protected override bool TryRead(string text, [NotNullWhen(true)] out string? value)
    {
        value = text;
        return !string.IsNullOrWhiteSpace(text) && Encoding.UTF8.GetByteCount(text) >= minimumBytes;
    }
}
