using System.Diagnostics.CodeAnalysis;

namespace TinyBase.Configuration.SettingTypes;

/// <summary>One of a few words, in any case.</summary>
internal sealed class ChoiceType(params string[] choices) : ScalarType<string>
{
    public override string Expected { get; } =
        choices.Length == 1 ? $"{choices[0]} (nothing else is supported)" : $"{string.Join(", ", choices[..^1])} or {choices[^1]}";

    public override string Show(string value) => value;

    protected override bool TryRead(string text, [NotNullWhen(true)] out string? value)
    {
        value = choices.FirstOrDefault(choice => string.Equals(choice, text.Trim(), StringComparison.OrdinalIgnoreCase));
        return value is not null;
    }
}
