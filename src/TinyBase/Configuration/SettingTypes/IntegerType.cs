using System.Globalization;

namespace TinyBase.Configuration.SettingTypes;

/// <summary>An integer within bounds, both included.</summary>
internal sealed class IntegerType(int minimum, int maximum) : ScalarType<int>
{
    public override string Name => "integer";

    public override string Expected { get; } = string.Create(CultureInfo.InvariantCulture, $"between {minimum} and {maximum}");

    public override string Show(int value) => value.ToString(CultureInfo.InvariantCulture);

    protected override bool TryRead(string text, out int value)
        => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value) && value >= minimum && value <= maximum;
}
