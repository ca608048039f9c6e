using System.Text;
using Shouldly;
using TinyBase.Collections.Schema;
using TinyBase.Storage;
using Xunit;

namespace TinyBase.Tests.Storage;

/// <summary>How the engine finds the records of a list.</summary>
public sealed class RecordSqlTests : IDisposable
{
    private static readonly FieldDefinition[] Fields =
        [new() { Name = "title", Type = FieldTypes.String }, new() { Name = "price", Type = FieldTypes.Float }];

    private static readonly FieldValue Id = FieldValue.FromText("019a0000-0000-7000-8000-000000000000"u8.ToArray());

    private readonly TestFolder _folder = new();
    private readonly Connection _connection;
    private readonly RecordSql _sql = new("things", Fields);

    public RecordSqlTests()
    {
        _connection = Connection.Open(_folder.File("data.db"), readOnly: false);
        _connection.Execute(SqliteDialect.CreateTable("things", Fields));
        _connection.Execute(SqliteDialect.CreateOwnerIndex("things"));
        _connection.Execute("CREATE INDEX title_index ON things (title)");
    }

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Ids_are_searched_by_the_keys_of_rows_and_owners_in_their_index()
    {
        Plan(Newest(new RecordCondition("_id", Comparison.Equal, [Id]))).ShouldContain("INTEGER PRIMARY KEY (rowid=?)");
        Plan(Newest() with { After = [Id] }).ShouldContain("INTEGER PRIMARY KEY (rowid<?)");
        Plan(Newest(), ownedOnly: true).ShouldContain("_owner_of_things (_owner=?)");
        Plan(Newest() with { After = [Id] }, ownedOnly: true).ShouldContain("_owner_of_things (_owner=? AND rowid<?)");
    }

    [Theory]
    [InlineData(Comparison.Greater, "rowid>?")]
    [InlineData(Comparison.AtMost, "rowid<?")]
    [InlineData(Comparison.Equal, "rowid>? AND rowid<?")]
    internal void Times_of_creation_are_searched_by_the_keys_of_rows(Comparison comparison, string expected) =>
        Plan(Newest(new RecordCondition("_created", comparison, [FieldValue.FromText("2026-01-31T12:00:00.000000Z"u8.ToArray())])))
            .ShouldContain($"INTEGER PRIMARY KEY ({expected})");

    [Fact]
    public void A_list_sorts_nothing_that_lies_in_order()
    {
        Plan(Newest()).ShouldNotContain("TEMP B-TREE");
        Plan(Newest(), ownedOnly: true).ShouldNotContain("TEMP B-TREE");
    }

    [Theory]
    [InlineData(Comparison.Equal, "title_index (title=?)")]
    [InlineData(Comparison.In, "title_index (title=?)")]
    [InlineData(Comparison.Starts, "title_index (title>? AND title<?)")]
    internal void A_field_with_an_index_is_searched_in_it(Comparison comparison, string expected) =>
        Plan(Newest(Text("title", comparison))).ShouldContain(expected);

    [Fact]
    public void A_list_goes_on_in_the_index_of_its_order()
    {
        var sort = new SortKey("title", SqliteDialect.SystemColumnCount, ColumnType.Text, Descending: false);
        var after = FieldValue.FromText("x"u8.ToArray());

        Plan(new RecordSelection([sort, SortKey.Id(descending: false)], [], [after, Id])).ShouldContain("title_index (title>?)");
    }

    [Fact]
    public void Lists_of_values_of_like_length_are_one_statement()
    {
        RecordSelection Of(int count) =>
            Newest(new RecordCondition("title", Comparison.In, [.. Enumerable.Range(0, count).Select(i => FieldValue.FromText(Encoding.UTF8.GetBytes($"{i}")))]));

        _sql.Page(Of(5), false, out _).ShouldBe(_sql.Page(Of(8), false, out _));
        _sql.Page(Of(5), false, out _).ShouldNotBe(_sql.Page(Of(9), false, out _));
    }

    private static RecordSelection Newest(params RecordCondition[] conditions) =>
        RecordSelection.NewestFirst with { Conditions = [.. conditions] };

    private static RecordCondition Text(string column, Comparison comparison) =>
        new(column, comparison, [FieldValue.FromText("a"u8.ToArray())]);

    private string Plan(RecordSelection selection, bool ownedOnly = false)
    {
        var row = _connection.Prepare("EXPLAIN QUERY PLAN " + _sql.Page(selection, ownedOnly, out _));
        var steps = new StringBuilder();
        while (row.Step()) steps.AppendLine(row.Text(3));
        row.Reset();
        return steps.ToString();
    }
}
