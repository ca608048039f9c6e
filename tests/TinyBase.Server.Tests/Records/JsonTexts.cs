using System.Globalization;
using System.Text.Json;

using FsCheck;
using FsCheck.Fluent;

namespace TinyBase.Server.Tests.Records;

/// <summary>Generates JSON as clients may write it: blanks, escapes, edge cases, and text that is hardly Unicode.</summary>
public static class JsonTexts
{
    private static readonly string[] Suspicious =
        ["7", " 7 ", "+7", "7.0", "1_000", "nan", "-Infinity", "1e400", "yes", "OFF", "true", "", " ", "'; DROP TABLE _user; --", "\0",
            "2026-01-31", "2026-02-30", "2026-01-31T23:59:59.1234567+05:30", "2026-01-31 10:00", "0001-01-01T00:00+01:00", "a@b.example", " A@B.co ",
            "https://a.b/ü?x#y", "http://[::1]:80", "{0190A1B2-0000-7000-8000-00000000000F}", "urn:uuid:0190a1b2000070008000000000000001"];

    public static Gen<string> OfDepth(int depth)
    {
        var scalar = Gen.OneOf(Gen.Elements("null", "true", "false"), Number, Text);
        if (depth == 0) return scalar;
        var list = Gen.ListOf(OfDepth(depth - 1)).Select(items => $"[ {string.Join(" , ", items.Take(5))} ]");
        var member = Text.SelectMany(key => OfDepth(depth - 1).Select(value => $"{key} : {value}"));
        var dict = Gen.ListOf(member).Select(members => $"{{ {string.Join(" ,\n", members.Take(5))} }}");
        return Gen.Frequency((3, scalar), (1, list), (1, dict));
    }

    private static Gen<string> Number => Gen.OneOf(
        ArbMap.Default.GeneratorFor<long>().Select(number => number.ToString(CultureInfo.InvariantCulture)),
        ArbMap.Default.GeneratorFor<NormalFloat>().Select(number => JsonSerializer.Serialize(number.Get)),
        Gen.Elements(
            "0", "1", "-0", "-0.0", "1.0", "7.5", "1e2", "1e400", "1e-400", "9223372036854775807", "9223372036854775808",
            "-9223372036854775808", "-9223372036854775809", "12345678901234567890123"));

    private static Gen<string> Text => Gen.OneOf(
        Gen.Elements(Suspicious).Select(text => JsonSerializer.Serialize(text)),
        Gen.ListOf(Piece).Select(pieces => $"\"{string.Concat(pieces)}\""));

    private static Gen<string> Piece => Gen.Frequency(
        (6, Gen.Elements("a", "é", "€", "🎉", " ", "0", "'", "<", "\u007f", "\u2028", "\ue000", "\uffff")),
        (4, Gen.Elements("\\n", "\\t", "\\b", "\\\\", "\\/", "\\\"", "\\ud83c\\udf89", "\\u0000", "\\u001F")),
        (1, Gen.Elements("\\uD800", "\\udfff")),
        (1, Gen.Choose(0, 0xFFFF).Select(unit => $"\\u{unit:x4}")));
}
