using System.CommandLine;
using System.Globalization;

namespace TinyBase.Cli.Commands;

/// <summary>An option whose value is a whole number.</summary>
internal sealed class NumberOption : Option<int?>
{
    public NumberOption(string name, params string[] aliases)
        : base(name, aliases) => CustomParser = given =>
    {
        var text = given.Tokens[^1].Value;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        given.AddError($"{name} must be a whole number, not '{text}'.");
        return null;
    };
}
