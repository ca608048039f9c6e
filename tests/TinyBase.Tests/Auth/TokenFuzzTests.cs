using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using TinyBase.Audit;
using TinyBase.Hosting;
using TinyBase.Storage;
using TinyBase.Tests.Storage;
using Xunit;

namespace TinyBase.Tests.Auth;

public sealed class TokenFuzzTests : IDisposable
{
    private const int Seed = 20260214;

    private static readonly string[] Fragments =
    [
        ".", "..", "=", "-", "_", "/", "+", " ", "\t", "\0", "A", "AAAA", "e30", "e30.e30.", "eyJhbGciOiJub25lIn0", "eyJhbGciOiJIUzI1NiJ9",
        "eyJhbGciOiJSUzI1NiJ9", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0", "bnVsbA", "W10", "Bearer ", "ä", "\ud83d", "%2E",
    ];

    private static readonly string[] Headers =
    [
        """{"alg":"HS256"}""", """{"alg":"none"}""", """{"alg":"HS256","kid":"../../dev/null"}""", """{"alg":"HS256","zip":"DEF"}""",
        """{"alg":"RS256"}""", """{"alg":null}""", """{"alg":["HS256"]}""", "{}", "[]", "null", """{"alg":"HS256","alg":"none"}""",
        """{"alg":"HS256","crit":["exp"]}""", """{"alg":"HS256","enc":"A128GCM"}""", """{"alg":"HS256","typ":7}""",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e400", "9223372036854775807", "99999999999999999999", "4102444800", "1.5", "\"\"", "\"access\"", "[]",
        "[\"a\"]", "{}", "\"00000000-0000-0000-0000-000000000000\"", "\"\\ud800\"", "\"application\"", "\"user\"", "\"refresh\"", "\"4102444800\"",
    ];

    private static readonly string[] Names = ["sub", "jti", "sid", "exp", "iat", "nbf", "type", "scope", "is_admin", "aud", "iss", "x"];

    private readonly TestDatabase _database = new();

    private static int Count => Environment.GetEnvironmentVariable("TINYBASE_TEST_LONG") == "1" ? 1_000_000 : 4_000;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task A_damaged_token_lets_nobody_in_and_nothing_fails()
    {
        var auth = new AuthServices(_database.Database);
        var user = await auth.NewUser();
        var pair = await auth.Begin(user);
        var program = await auth.Applications.Create(new("program", null, null), Actor.Operator, default);
        string[] originals = [pair.Access.Value, pair.Refresh.Value, program!.Value];
        var random = new Random(Seed);
        for (var i = 0; i < Count; i++)
        {
            var token = Damage(originals, random);
            // Blanks around a token do not count, so it is not damaged by them.
            if (originals.Contains(token.Trim())) continue;
            var (caller, renewed) = await Try(auth, token, i);
            Assert.True(caller.IsAnonymous, $"Input {i}: {token}");
            Assert.False(renewed, $"Input {i}: {token}");
        }

        Assert.Equal(user.Id, (await auth.Identify("Bearer " + pair.Access.Value)).Id);
        Assert.True(await auth.CanRenew(pair.Refresh.Value));
    }

    [Fact]
    public async Task Signed_nonsense_fails_nothing_and_lets_in_only_whom_it_names()
    {
        var auth = new AuthServices(_database.Database);
        var user = await auth.NewUser();
        var pair = await auth.Begin(user);
        var program = await auth.Applications.Create(new("program", null, null), Actor.Operator, default);
        await _database.Database.Writer.Run(session =>
            Written.Keep(session.Connection.Ado.Execute("UPDATE _application_token SET prefix = NULL, token_hash = NULL")));
        var key = Convert.FromBase64String(await File.ReadAllTextAsync(_database.Path + ".key"));
        var signed = $$"""{"jti":"{{program!.Token.Id}}","is_admin":true,"type":"access","scope":"application","iat":1}""";
        string[] originals = [pair.Access.Value, pair.Refresh.Value, Sign(Headers[0], signed, key)];
        var random = new Random(Seed);
        var letIn = 0;
        for (var i = 0; i < Count; i++)
        {
            var claims = Nonsense(Payload(originals[random.Next(originals.Length)]), random);
            var token = Sign(Headers[random.Next(Headers.Length)], claims, key);
            var (caller, _) = await Try(auth, token, i);
            if (caller.Kind == CallerKind.User) Assert.Equal(user.Id, caller.Id);
            if (caller.Kind == CallerKind.Application) Assert.Equal(program.Token.Id, caller.ApplicationId);
            if (caller.IsAnonymous) continue;
            Assert.Contains("\"access\"", claims, StringComparison.Ordinal);
            letIn++;
        }

        // Some still say all that counts; without them the others would prove nothing.
        Assert.True(letIn > 0);
    }

    private static async Task<(Caller Caller, bool Renewed)> Try(AuthServices auth, string token, int input)
    {
        try
        {
            return (await auth.Identify("Bearer " + token), await auth.CanRenew(token));
        }
        catch (Exception unexpected)
        {
            Assert.Fail($"Input {input} ({token}): {unexpected}");
            throw;
        }
    }

    private static string Damage(string[] originals, Random random)
    {
        var original = originals[random.Next(originals.Length)];
        if (random.Next(4) == 0)
        {
            // Parts of different tokens, or a header that is made up.
            var parts = original.Split('.');
            var part = random.Next(parts.Length);
            var others = originals[random.Next(originals.Length)].Split('.');
            parts[part] = random.Next(2) == 0
                ? others[Math.Min(part, others.Length - 1)]
                : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Headers[random.Next(Headers.Length)]));
            return string.Join('.', parts);
        }

        var text = new StringBuilder(original);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(6))
            {
                case 0: text.Insert(at, Fragments[random.Next(Fragments.Length)]); break;
                case 1: text[at] = (char)random.Next(0x20, 0x7F); break;
                case 2: text.Remove(at, Math.Min(random.Next(1, 8), text.Length - at)); break;
                case 3: text.Length = at; break;
                case 4: text[^1] = (char)(text[^1] + 1); break;
                default: text.Append(Fragments[random.Next(Fragments.Length)]); break;
            }

            if (text.Length == 0) text.Append('.');
        }

        return text.ToString();
    }

    private static string Payload(string token) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[1]));

    private static string Nonsense(string claims, Random random)
    {
        if (random.Next(20) == 0) return Values[random.Next(Values.Length)];
        var members = JsonNode.Parse(claims)!.AsObject().Select(claim => (claim.Key, Value: claim.Value!.ToJsonString())).ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(members.Count + 1);
            // A name can come twice, which no object would keep.
            if (at == members.Count || random.Next(4) == 0) members.Add((Names[random.Next(Names.Length)], Values[random.Next(Values.Length)]));
            else if (random.Next(3) == 0) members.RemoveAt(at);
            else members[at] = (members[at].Key, Values[random.Next(Values.Length)]);
        }

        return "{" + string.Join(',', members.Select(member => $"\"{member.Key}\":{member.Value}")) + "}";
    }

    private static string Sign(string header, string claims, byte[] key)
    {
        var content = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{content}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(content)))}";
    }
}
