using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyBase.Configuration.Toml;

/// <summary>Reads integers and floating-point numbers.</summary>
internal static partial class TomlNumber
{
    /// <summary>The number that <paramref name="token"/> is; null if it is none or, as an integer, exceeds 64 bits.</summary>
    public static TomlValue? Read(string token, TomlPosition position)
    {
        if (Special(token) is { } special)
            return new TomlFloat(special, position);
        var digits = token.Replace("_", "", StringComparison.Ordinal);
        if (DecimalInteger().IsMatch(token))
            return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                ? new TomlInteger(value, position) : null;
        if (PrefixedInteger().IsMatch(token))
            return Prefixed(digits) is { } integer ? new TomlInteger(integer, position) : null;
        if (Float().IsMatch(token))
            return new TomlFloat(double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture), position);
        return null;
    }

    /// <summary>Whether the token is written as an integer, be it too large or not.</summary>
    public static bool IsInteger(string token) => DecimalInteger().IsMatch(token) || PrefixedInteger().IsMatch(token);

    private static double? Special(string token) => token switch
    {
        "inf" or "+inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" or "+nan" or "-nan" => double.NaN,
        _ => null,
    };

    private static long? Prefixed(string digits)
    {
        var radix = digits[1] switch { 'x' => 16, 'o' => 8, _ => 2 };
        var value = 0L;
        foreach (var digit in digits.AsSpan(2))
        {
            var increment = Convert.ToInt32(char.ToString(digit), 16);
            if (value > (long.MaxValue - increment) / radix)
                return null;
            value = value * radix + increment;
        }
        return value;
    }

    [GeneratedRegex(@"^[+-]?(0|[1-9](_?[0-9])*)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex DecimalInteger();

    [GeneratedRegex(@"^0(x[0-9A-Fa-f](_?[0-9A-Fa-f])*|o[0-7](_?[0-7])*|b[01](_?[01])*)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex PrefixedInteger();

    [GeneratedRegex(@"^[+-]?(0|[1-9](_?[0-9])*)(\.[0-9](_?[0-9])*)?([eE][+-]?[0-9](_?[0-9])*)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Float();
}
