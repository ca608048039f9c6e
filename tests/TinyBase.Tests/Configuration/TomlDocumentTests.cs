using System.Text;

using Shouldly;

using TinyBase.Configuration.Toml;

using Xunit;

namespace TinyBase.Tests.Configuration;

public sealed class TomlDocumentTests
{
    [Theory]
    [InlineData("a = ]", "1:5: expected a value, found ']'")]
    [InlineData("a =", "1:4: expected a value, found the end of the file")]
    [InlineData("a = \nb = 1", "1:5: expected a value, found the end of the line")]
    [InlineData("a = \r\nb = 1", "1:5: expected a value, found the end of the line")]
    [InlineData("a", "1:2: expected '=' after the key, found the end of the file")]
    [InlineData("= 1", "1:1: expected a key, found '='")]
    [InlineData("a. = 1", "1:4: expected a key, found '='")]
    [InlineData("a = 1 b = 2", "1:7: expected the end of the line, found 'b'")]
    [InlineData("# one\n\n[server\nport = 1", "3:8: expected '.' or ']', found the end of the line")]
    [InlineData("[[server]", "1:9: expected '.' or ']]', found ']'")]
    [InlineData("[ server ]\n[server]", "2:2: 'server' is already defined at 1:3")]
    [InlineData("a.b = 1\na.b.c = 2", "2:3: 'b' is already defined at 1:3")]
    [InlineData("a = 1\na = 2", "2:1: 'a' is already defined at 1:1")]
    [InlineData("a = {b = 1}\na.c = 2", "2:1: 'a' is already defined at 1:1")]
    [InlineData("a = [\n  1\n  2\n]", "3:3: expected ',' or ']', found '2'")]
    [InlineData("a = {b = 1,\nc = 2}", "1:12: expected a key, found the end of the line")]
    [InlineData("a = {b = 1\n}", "1:11: expected ',' or '}' on the same line, found the end of the line")]
    [InlineData("a = \"x", "1:7: expected \" to close the string, found the end of the file")]
    [InlineData("a = \"\"\"x\ny", "2:2: expected \"\"\" to close the string, found the end of the file")]
    [InlineData("a = \"x\\uD800\"", "1:7: expected \\uXXXX or \\UXXXXXXXX, the code of a Unicode character in hexadecimal digits")]
    [InlineData("a = 9223372036854775808", "1:5: expected an integer of at most 64 bits, found a larger one")]
    [InlineData("a = 2026-02-30", "1:5: expected a date or time such as 2026-01-31, 23:59:59 or 2026-01-31T23:59:59Z")]
    [InlineData("a = \"x\ty\u0001\"", "1:9: expected text, found the control character U+0001")]
    [InlineData("a = 1 # \ud83d\ude00\u007f", "1:10: expected text, found the control character U+007F")]
    [InlineData("a = 1\rb = 2", "1:6: expected text, found the control character U+000D")]
    [InlineData("\"\ud83d\ude00\" = ]", "1:7: expected a value, found ']'")]
    [InlineData("a = \ud83d\ude00", "1:5: expected a value, found '\ud83d\ude00'")]
    [InlineData("\ufeffa = ]", "1:5: expected a value, found ']'")]
    public void An_error_names_the_place_and_what_was_expected(string text, string problem)
        => Refused(text).Message.ShouldBe("tinybase.toml:" + problem);

    [Fact]
    public void A_lone_surrogate_is_refused()
        => Refused("a = 1 # " + (char)0xD83D).Message.ShouldBe("tinybase.toml:1:9: expected text, found the lone surrogate U+D83D");

    [Theory]
    [InlineData("a = top-secret-word")]
    [InlineData("a = 12top-secret-word")]
    [InlineData("a = \"top-secret-word")]
    [InlineData("a = \"top-secret-word\\q\"")]
    public void An_error_does_not_quote_the_value(string text)
        => Refused(text).Message.ShouldNotContain("secret");

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61 }, 1, 1)]
    [InlineData(new byte[] { 0x61, 0x3D, 0x31, 0x0A, 0x23, 0xC3, 0xA4, 0xC3 }, 2, 3)]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x23, 0x80 }, 1, 2)]
    public void Bytes_that_are_not_UTF8_are_refused_with_their_place(byte[] utf8, int line, int column)
    {
        var refused = Should.Throw<TomlException>(() => { TomlDocument.Parse(utf8, "tinybase.toml"); });
        refused.Position.ShouldBe(new TomlPosition(line, column));
        refused.Problem.ShouldBe("expected UTF-8, found a byte that is not");
    }

    [Fact]
    public void Every_key_and_value_knows_its_place()
    {
        var root = TomlDocument.Parse("debug = true\r\n[ server ]\r\n  'port' = 80\r\nlog . level = [ 1,\r\n 'ä', 2 ]\r\n[[x]]", "t");

        var server = root.Entries["server"];
        server.KeyPosition.ShouldBe(new TomlPosition(2, 3));
        var table = server.Value.ShouldBeOfType<TomlTable>();
        table.Entries["port"].KeyPosition.ShouldBe(new TomlPosition(3, 3));
        table.Entries["port"].Value.Position.ShouldBe(new TomlPosition(3, 12));
        var level = table.Entries["log"].Value.ShouldBeOfType<TomlTable>().Entries["level"];
        level.KeyPosition.ShouldBe(new TomlPosition(4, 7));
        level.Value.ShouldBeOfType<TomlArray>().Items.Select(item => item.Position)
            .ShouldBe([new(4, 17), new(5, 2), new(5, 7)]);
        root.Entries["x"].KeyPosition.ShouldBe(new TomlPosition(6, 3));
    }

    [Theory]
    [InlineData("a = ", "[", "]")]
    [InlineData("a = ", "{b=", "}")]
    public void Nesting_beyond_the_bound_is_refused_rather_than_exhausting_the_stack(string start, string open, string close)
    {
        Parse(start + Repeat(open, 100) + "1" + Repeat(close, 100));
        Refused(start + Repeat(open, 1_000_000)).Problem.ShouldStartWith("expected at most 100 levels");
    }

    [Fact]
    public void Headers_and_dotted_keys_count_towards_the_nesting_bound()
    {
        Parse($"[{Dotted(50)}]\n{Dotted(51)} = 1");
        Refused($"[{Dotted(50)}]\n{Dotted(52)} = 1").Position.ShouldBe(new TomlPosition(2, 1));
        Refused($"[{Dotted(101)}]").Position.ShouldBe(new TomlPosition(1, 2));
    }

    [Fact]
    public void A_fraction_of_a_second_beyond_100_ns_is_cut_off()
        => Value("12:00:00.12345678999").ShouldBeOfType<TomlLocalTime>().Value.ShouldBe(new TimeOnly(12, 0).Add(TimeSpan.FromTicks(1234567)));

    [Theory]
    [InlineData("0x7FFF_FFFF_FFFF_FFFF", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("0b1_0", 2)]
    public void Integers_reach_the_ends_of_64_bits(string text, long expected)
        => Value(text).ShouldBeOfType<TomlInteger>().Value.ShouldBe(expected);

    [Theory]
    [InlineData("0x8000000000000000")]
    [InlineData("0o1000000000000000000000")]
    [InlineData("-9223372036854775809")]
    public void Integers_beyond_64_bits_are_refused(string text)
        => Refused("a = " + text).Problem.ShouldBe("expected an integer of at most 64 bits, found a larger one");

    [Fact]
    public void A_file_may_start_with_a_byte_order_mark()
        => TomlDocument.Parse([.. Encoding.UTF8.Preamble, .. "a = 1"u8], "t").Entries.Keys.ShouldBe(["a"]);

    private static TomlValue Value(string text) => Parse("a = " + text).Entries["a"].Value;

    private static TomlTable Parse(string text) => TomlDocument.Parse(text, "tinybase.toml");

    private static TomlException Refused(string text) => Should.Throw<TomlException>(() => { Parse(text); });

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();

    private static string Dotted(int parts) => string.Join('.', Enumerable.Repeat("k", parts));
}
