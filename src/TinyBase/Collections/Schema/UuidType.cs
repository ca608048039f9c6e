namespace TinyBase.Collections.Schema;

/// <summary>A UUID (RFC 9562), kept in lower case with hyphens. Braces, <c>urn:uuid:</c> and 32 digits alone are read too.</summary>
internal sealed class UuidType() : FormattedType("uuid")
{
    private const string UrnPrefix = "urn:uuid:";

    private static readonly FieldProblem Unparsable = new(
        "uuid_parsing",
        "Input should be a valid UUID",
        new Dictionary<string, object?> { ["error"] = "it is not 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12" });

    protected override FieldProblem? TryRead(string given, out string kept)
    {
        kept = given;
        var text = given.AsSpan();
        if (text.StartsWith(UrnPrefix, StringComparison.OrdinalIgnoreCase))
        {
            text = text[UrnPrefix.Length..];
        }
        else if (text is ['{', .., '}'])
        {
            text = text[1..^1];
        }

        foreach (var letter in text)
        {
            // The reader of the runtime would also take signs and blanks.
            if (!char.IsAsciiHexDigit(letter) && letter != '-')
            {
                return Unparsable;
            }
        }

        if (!Guid.TryParseExact(text, "D", out var id) && !Guid.TryParseExact(text, "N", out id))
        {
            return Unparsable;
        }

        kept = id.ToString();
        return null;
    }
}
