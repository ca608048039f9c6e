using System.Globalization;

namespace TinyBase.Configuration.SettingTypes;

/// <summary>An integer of 64 bits within bounds, both included.</summary>
internal sealed class LongType(long minimum, long maximum) : ScalarType<long>
{
    public override string Name => "integer";

    public override string Expected { get; } = string.Create(CultureInfo.InvariantCulture, $"between {minimum} and {maximum}");

    public override string Show(long value) => value.ToString(CultureInfo.InvariantCulture);

    protected override bool TryRead(string text, out long value)
        => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value) && value >= minimum && value <= maximum;
}
