using System.Text;

using TinyBase.Configuration.Toml;

using Xunit;

namespace TinyBase.Tests.Configuration;

public sealed class TomlFuzzTests
{
    private const int Seed = 20260131;

    private static readonly string[] Fragments =
    [
        "\"", "\"\"\"", "'", "'''", "[", "]", "[[", "]]", "{", "}", "=", ".", ",", "#", "\n", "\r\n", "\r", "\\", "\\u", "\\U0010FFFF",
        " ", "\t", "\0", "-", "+", "_", "0x", "1e", "inf", "nan", "true", "2026-01-31", "T", "12:00:00", ".5", "+23:59", "ä", "\ufeff", "\ud83d\ude00",
    ];

    private static readonly string[] Samples =
    [
        "title = 'x'\n[a.b]\nc = [1, 2.5, {d = \"\\u00e4\"}]\n[[e]]\nf.g = 1979-05-27 07:32:00.5-07:00\n[[e]]\nh = \"\"\"\nx\\\n  y\"\"\"\n",
        "i = 0xFF_FF\nj = -inf\nk = '''\n'\n'''\nl = 07:32:00\n\"m\" = true # n\r\n",
    ];

    [Fact]
    public void A_damaged_document_is_read_or_refused_and_nothing_else()
    {
        var originals = TomlSuite.Names("valid").Select(TomlSuite.Toml).Concat(Samples.Select(Encoding.UTF8.GetBytes)).ToArray();
        var count = Environment.GetEnvironmentVariable("TINYBASE_TEST_LONG") == "1" ? 1_000_000 : 5_000;
        var random = new Random(Seed);
        for (var i = 0; i < count; i++)
        {
            var damaged = Damage(originals[random.Next(originals.Length)], random);
            try
            {
                TomlDocument.Parse(damaged, "fuzz");
            }
            catch (TomlException refused)
            {
                Assert.True(refused.Position is { Line: >= 1, Column: >= 1 }, refused.Message);
            }
            catch (Exception unexpected)
            {
                Assert.Fail($"Input {i} ({Convert.ToBase64String(damaged)}): {unexpected}");
            }
        }
    }

    private static byte[] Damage(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(5))
            {
                case 0: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)])); break;
                case 1: bytes.Insert(at, (byte)random.Next(256)); break;
                case 2: bytes.RemoveRange(at, Math.Min(random.Next(8), bytes.Count - at)); break;
                case 3: bytes.RemoveRange(at, bytes.Count - at); break;
                default: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(40), bytes.Count - at))); break;
            }
        }
        return [.. bytes];
    }
}
