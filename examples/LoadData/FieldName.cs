using System.Text.RegularExpressions;

namespace TinyBase.Examples.LoadData;

/// <summary>Makes valid names of fields and collections out of names for people.</summary>
internal static partial class FieldName
{
    /// <summary><c>Beak Length (mm)</c> becomes <c>beak_length_mm</c>, and <c>3D</c> becomes <c>f_3d</c>.</summary>
    /// <exception cref="InvalidDataException">The name has neither letters nor digits of ASCII.</exception>
    public static string From(string name)
    {
        var valid = NeitherLetterNorDigit().Replace(name.ToLowerInvariant(), "_").Trim('_');
        return valid switch
        {
            "" => throw new InvalidDataException($"'{name}' cannot be made the name of a field"),
            [>= 'a' and <= 'z', ..] => valid,
            _ => "f_" + valid,
        };
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NeitherLetterNorDigit();
}
