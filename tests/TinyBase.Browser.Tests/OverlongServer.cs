using System.Text.Json;

namespace TinyBase.Browser.Tests;

/// <summary>A server on which everything is as long as it may be, and without a blank where that is allowed.</summary>
internal sealed class OverlongServer(AdminServer server) : IAsyncDisposable
{
    private const string RightToLeft = "مرحبا بالعالم هذا نص طويل من اليمين إلى اليسار 👩‍👩‍👧‍👦 שלום עולם";
    private const string Html = "<img src=x onerror=alert(1)><script>alert(2)</script>";

    private static readonly string[] Types = ["string", "text", "int", "float", "bool", "date", "datetime", "email", "url", "uuid", "list[string]", "dict"];

    private static readonly string[] Events =
        ["user.register", "login.fail", "record.create", "record.update", "function.call", "function.complete", "schedule.fire", "collection.change"];

    private static readonly object[] Values =
    [
        Html, RightToLeft, 9007199254740991, -1.7976931348623157e308, true, "2026-01-31", "2026-01-31T12:00:00Z", $"{Long(60)}@{Long(60)}.example.com",
        $"https://example.com/{Long(500)}", "123e4567-e89b-12d3-a456-426614174000", new[] { Long(300), RightToLeft }, new Dictionary<string, string> { [Long(100)] = Long(1000) },
    ];

    /// <summary>The name of the collection whose name is as long as it may be.</summary>
    public static string Collection { get; } = $"c{Long(99)}";

    public AdminServer Server { get; } = server;

    /// <summary>The ids of what is to be looked at.</summary>
    public Dictionary<string, string> Ids { get; } = [];

    public static async Task<OverlongServer> Start()
    {
        var server = new OverlongServer(await AdminServer.StartEmpty());
        await server.Server.SetUp();
        await server.Fill();
        return server;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static string Long(int length) => string.Concat(Enumerable.Repeat("donaudampfschiff", (length / 16) + 1))[..length];

    private async Task Fill()
    {
        await FillCollection();
        Ids["user"] = await Add("admin/users", new { email = $"{Long(60)}@{Long(60)}.org", password = AdminServer.Password });
        foreach (var name in new[] { RightToLeft, Html, Long(200) })
        {
            Ids["webhook"] = await Add("admin/webhooks", new
            {
                name, url = $"{Server.Receiver}/410?{Long(1900)}", filter = Collection, headers = new Dictionary<string, string> { [$"X-{Long(60)}"] = Long(300) },
                events = Events,
            });
            Ids["schedule"] = await Add("admin/schedules", new
            {
                name, function_name = "always_fails",
                schedule = new { method = "cron", cron = $"{string.Join(',', Enumerable.Range(0, 50))} 1,2,3,4,5,6,7,8,9,10,11 1-20 1,2,3,4,5,6 *", timezone = "America/Argentina/ComodRivadavia" },
            });
            Ids["token"] = await Add("admin/application-tokens", new { name, description = Long(500), scopes = new { collections = new Dictionary<string, string[]> { [Collection] = ["list", "read"] }, functions = new[] { Long(100) } } });
        }
    }

    private async Task FillCollection()
    {
        var fields = Types.Select((type, i) => new { name = $"f{Long(58)}{(char)('a' + i)}", type, description = i % 2 == 0 ? Long(400) : RightToLeft, pattern = type == "string" ? $"^[^{Long(80)}]*[\\s\\S]*$" : null }).ToArray();
        await Server.Post("collections", JsonSerializer.Serialize(new
        {
            name = Collection, label = Long(200), schema = new { fields },
            options = new { access = new { list = "public" }, indexes = new[] { new { fields = fields[2..9].Select(field => field.name) } } },
        }));
        var data = fields.Zip(Values).ToDictionary(pair => pair.First.name, pair => pair.Second);
        for (var i = 0; i < 3; i++) Ids["record"] = await Add($"collections/{Collection}/records", new { data });
    }

    /// <summary>Makes something, and returns its id, wherever in the answer that is.</summary>
    private async Task<string> Add(string path, object body)
    {
        var made = await Server.Post(path, JsonSerializer.Serialize(body));
        var owner = made.TryGetProperty("id", out _) ? made : made.EnumerateObject().Select(member => member.Value).First(value => value.ValueKind == JsonValueKind.Object && value.TryGetProperty("id", out _));
        return owner.GetProperty("id").GetString()!;
    }
}
