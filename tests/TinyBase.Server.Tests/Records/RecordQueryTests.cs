using System.Linq.Expressions;

using Shouldly;

using TinyBase.Client;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Records;

/// <summary>Queries of the client find what LINQ finds among the same records in memory.</summary>
public sealed class RecordQueryTests(ServerFixture fixture) : IAsyncLifetime
{
    private const string Fields =
        """
        {"name": "name"}, {"name": "stock", "type": "int"}, {"name": "weight", "type": "float"}, {"name": "used", "type": "bool"},
        {"name": "kind"}, {"name": "made", "type": "date"}, {"name": "sold", "type": "datetime"}, {"name": "maker", "type": "uuid"},
        {"name": "grade", "type": "int"}
        """;

    private static readonly Guid Maker = Guid.Parse("01890a5d-ac96-774b-bcce-b302099a8057");

    private static readonly Part[] Rows =
    [
        new("bolt", 5, 0.1, true, Kind.Metal, new DateOnly(2026, 1, 31), Time(12), Maker, 1),
        new("Bolt, 50%_long", -3, 1e-7, false, Kind.SoftWood, new DateOnly(2025, 12, 31), Time(12.5), Guid.Empty, 3),
        new("Äpfel & \"süß\"", long.MaxValue, 1e300, true, null, new DateOnly(2026, 2, 1), Time(11), Maker, 2),
        new("", 0, -0.5, false, Kind.Metal, null, null, null, 2),
        new(null, null, null, null, null, null, null, null, 0),
        new("bolt", 5, 8, null, Kind.SoftWood, new DateOnly(2026, 1, 31), Time(12), null, 1),
    ];

    private RecordsClient<Part> _parts = null!;
    private readonly List<Record<Part>> _all = [];

    internal enum Kind
    {
        Metal,
        SoftWood,
    }

    public async ValueTask InitializeAsync()
    {
        var client = new TinyBaseClient(fixture.Server.BaseAddress) { AccessToken = fixture.Server.Admin.AccessToken };
        _parts = client.Collection<Part>(await fixture.Server.NewCollection(Fields));
        foreach (var row in Rows) _all.Add(await _parts.CreateAsync(row));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Comparisons_find_what_they_find_in_memory()
    {
        await Agree(m => m.Stock == 5);
        await Agree(m => m.Stock != 5);
        await Agree(m => m.Stock > -3 && m.Stock <= 5);
        await Agree(m => 0 >= m.Stock);
        await Agree(m => m.Stock == long.MaxValue);
        await Agree(m => m.Stock < 5.0);
        await Agree(m => m.Weight == 0.1);
        await Agree(m => m.Weight != 8);
        await Agree(m => m.Weight >= 1e-7 && m.Weight < 1e300);
        await Agree(m => m.Weight < 0);
        await Agree(m => m.Grade > 1);
        await Agree(m => m.Name == "bolt");
        await Agree(m => m.Name != "bolt");
        await Agree(m => m.Name == "Äpfel & \"süß\"");
        await Agree(m => m.Made > new DateOnly(2026, 1, 30) && m.Made < new DateOnly(2026, 2, 1));
        await Agree(m => m.Made != new DateOnly(2026, 1, 31));
        await Agree(m => m.Sold == Time(12).ToOffset(TimeSpan.FromHours(5)));
        await Agree(m => m.Sold > Time(11) && m.Sold <= Time(12));
        await Agree(m => m.Maker == Maker);
        await Agree(m => m.Maker > Guid.Empty);
        await Agree(m => m.Kind == Kind.SoftWood);
        await Agree(m => m.Kind != Kind.SoftWood);
    }

    [Fact]
    public async Task Conditions_on_null_and_booleans_find_what_they_find_in_memory()
    {
        DateOnly? none = null;
        await Agree(m => m.Name == null);
        await Agree(m => m.Name != null && m.Name != "bolt");
        await Agree(m => m.Made == none);
        await Agree(m => m.Stock.HasValue && !m.Sold.HasValue);
        await Agree(m => m.Used == true);
        await Agree(m => m.Used != true);
        await Agree(m => m.Used == false);
        await Agree(m => !(m.Used == false));
        await Agree(m => m.Used != null && m.Used.Value);
        await Agree(m => m.Used != null && !m.Used.Value);
        await Agree(m => m.Kind == null);
    }

    [Fact]
    public async Task Texts_and_lists_find_what_they_find_in_memory()
    {
        string[] names = ["bolt", "Bolt, 50%_long", "Äpfel & \"süß\"", "]["];
        var stocks = new List<long?> { 5, long.MaxValue, 17 };
        await Agree(m => m.Name != null && m.Name.StartsWith("Bolt, 50%", StringComparison.Ordinal));
        await Agree(m => m.Name != null && m.Name.Contains("olt"));
        await Agree(m => m.Name != null && m.Name.Contains('%'));
        await Agree(m => m.Name != null && m.Name.Contains("& \"s"));
        await Agree(m => m.Name != null && m.Name.Contains(""));
        await Agree(m => names.Contains(m.Name));
        await Agree(m => stocks.Contains(m.Stock));
        await Agree(m => m.Sold != null && new[] { Time(12), Time(11) }.Contains(m.Sold.Value));
        await Agree(m => new HashSet<Kind?> { Kind.Metal }.Contains(m.Kind));
        await Agree(m => Array.Empty<string>().Contains(m.Name));
    }

    [Fact]
    public async Task What_every_record_has_finds_what_it_finds_in_memory()
    {
        var (third, owner) = (_all[2], _all[0].OwnerId);
        await AgreeOnRecords(r => r.Id == third.Id);
        await AgreeOnRecords(r => r.Id > third.Id && r.Data.Stock == 5);
        await AgreeOnRecords(r => r.CreatedAt <= third.CreatedAt);
        await AgreeOnRecords(r => r.UpdatedAt != third.UpdatedAt);
        await AgreeOnRecords(r => r.OwnerId == owner && r.OwnerId != null);
        await AgreeOnRecords(r => r.OwnerId != owner);
    }

    [Fact]
    public async Task Orders_and_ranges_are_those_of_LINQ()
    {
        string?[] Names(IEnumerable<Part> parts) => [.. parts.Select(part => part.Name)];
        async Task<string?[]> Found(RecordSequence<Part> query) => Names((await query.ToListAsync()).Select(record => record.Data));
        var inOrder = Rows.OrderBy(m => m.Stock).ThenByDescending(m => m.Weight).ToArray();
        var query = _parts.OrderBy(m => m.Stock).ThenByDescending(m => m.Weight);

        (await Found(query)).ShouldBe(Names(inOrder));
        (await Found(query.InPagesOf(1))).ShouldBe(Names(inOrder));
        (await Found(query.Skip(1).Take(4).InPagesOf(2))).ShouldBe(Names(inOrder.Skip(1).Take(4)));
        (await Found(query.Take(4).Skip(3).InPagesOf(3))).ShouldBe(Names(inOrder.Take(4).Skip(3)));
        (await Found(_parts.OrderByDescending(m => m.Made).ThenBy(m => m.Weight))).ShouldBe(Names(Rows.OrderByDescending(m => m.Made).ThenBy(m => m.Weight)));
        (await Found(_parts)).ShouldBe(Names(Rows));
        (await Found(_parts.OrderByDescending(r => r.CreatedAt))).ShouldBe(Names(Rows.Reverse()));
        (await _parts.Where(m => m.Stock == 5).CountAsync()).ShouldBe(2);
        (await _parts.Where(m => m.Stock == 5).Skip(1).CountAsync()).ShouldBe(1);
        (await _parts.Where(m => m.Stock == 77).AnyAsync()).ShouldBeFalse();
        (await _parts.Where(m => m.Grade == 3).SingleAsync()).Data.Name.ShouldBe("Bolt, 50%_long");
    }

    [Fact]
    public async Task Records_that_cannot_be_read_are_counted_and_saved_once()
    {
        using var client = new TinyBaseClient(fixture.Server.BaseAddress) { AccessToken = fixture.Server.Admin.AccessToken };
        var prices = client.Collection<Price>(await fixture.Server.NewCollection("""{"name": "amount", "type": "float"}"""));

        var saved = await Should.ThrowAsync<UnreadableRecordException>(prices.CreateAsync(new Price(decimal.MaxValue)));

        saved.IsSaved.ShouldBeTrue();
        (await prices.CountAsync()).ShouldBe(1);
        (await prices.AnyAsync()).ShouldBeTrue();
        (await Should.ThrowAsync<UnreadableRecordException>(prices.ToListAsync())).Id.ShouldBe(saved.Id);
        await prices.DeleteIfVersionAsync(saved.Id, saved.ETag!);
        (await prices.AnyAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Large_records_are_fetched_fewer_at_a_time()
    {
        using var http = new HttpClient { BaseAddress = fixture.Server.BaseAddress, MaxResponseContentBufferSize = 200_000 };
        using var client = new TinyBaseClient(http) { AccessToken = fixture.Server.Admin.AccessToken };
        var texts = client.Collection<Text>(await fixture.Server.NewCollection("""{"name": "value", "type": "text"}"""));
        for (var i = 0; i < 9; i++) await texts.CreateAsync(new Text($"{i}{new string('x', 60_000)}"));

        (await texts.OrderBy(text => text.Value).ToListAsync()).Select(text => text.Data.Value[0]).ShouldBe("012345678");
    }

    [Fact]
    public async Task What_the_server_refuses_names_the_filter()
    {
        var thrown = await Should.ThrowAsync<TinyBaseException>(_parts.Where(Filter.Where("nothing").EqualTo(1)).ToListAsync());

        var error = thrown.Errors.ShouldHaveSingleItem();
        (error.Type, error.Field).ShouldBe(("enum", "filter[nothing][eq]"));
    }

    private async Task Agree(Expression<Func<Part, bool>> predicate)
    {
        var holds = predicate.Compile();
        Same(await _parts.Where(predicate).ToListAsync(), record => holds(record.Data), predicate);
    }

    private async Task AgreeOnRecords(Expression<Func<Record<Part>, bool>> predicate) =>
        Same(await _parts.Where(predicate).ToListAsync(), predicate.Compile(), predicate);

    private void Same(List<Record<Part>> found, Func<Record<Part>, bool> holds, Expression predicate) =>
        found.Select(record => record.Data).ShouldBe(_all.Where(holds).Select(record => record.Data), predicate.ToString());

    private static DateTimeOffset Time(double hour) => new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.Zero).AddHours(hour);

    internal sealed record Price(decimal Amount);

    internal sealed record Text(string Value);

    internal sealed record Part(
        string? Name, long? Stock, double? Weight, bool? Used, Kind? Kind, DateOnly? Made, DateTimeOffset? Sold, Guid? Maker, short Grade);
}
