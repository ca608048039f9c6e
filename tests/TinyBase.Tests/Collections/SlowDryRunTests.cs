using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using TinyBase.Audit;
using TinyBase.Collections;
using TinyBase.Collections.DryRuns;
using TinyBase.Collections.Schema;
using TinyBase.Hosting.Events;
using TinyBase.Storage;
using TinyBase.Tests.Storage;
using Xunit;

namespace TinyBase.Tests.Collections;

/// <summary>Dry runs that take longer than they may.</summary>
public sealed class SlowDryRunTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Database _database;

    public SlowDryRunTests() => _database = TestDatabase.Open(_folder.File("data.db"));

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("""{"fields": [{"name": "text", "type": "int"}]}""")]
    [InlineData("""{"fields": [{"name": "text", "unique": true}]}""")]
    public async Task A_dry_run_whose_time_is_up_is_given_up_and_the_next_one_goes_on(string schema)
    {
        await CollectionOf(20_000);
        using var slow = new SchemaDryRun(_database, new NoTime());
        using var quick = new SchemaDryRun(_database, TimeProvider.System);

        for (var i = 0; i < 2; i++)
        {
            (await slow.Run("notes", Wanted(schema), default)).Refusal.ShouldBe("The dry run was given up after 30 seconds; nothing was changed");
        }

        (await quick.Run("notes", Wanted(schema), default)).View!.Rows.ShouldBe(20_000);
    }

    [Fact]
    public async Task A_dry_run_of_a_client_that_left_is_given_up()
    {
        await CollectionOf(20_000);
        using var left = new CancellationTokenSource();
        using var dryRun = new SchemaDryRun(_database, new NoTime(left.Cancel));

        await Should.ThrowAsync<OperationCanceledException>(
            () => dryRun.Run("notes", Wanted("""{"fields": [{"name": "text", "type": "int"}]}"""), left.Token));
    }

    private static CollectionChange Wanted(string text)
    {
        var schema = JsonElement.Parse(text);
        CollectionSchema.TryParse(schema, out var parsed, out var error).ShouldBeTrue(error);
        return new CollectionChange("Notes", schema, parsed, JsonElement.Parse("{}"), CollectionOptions.Default);
    }

    private async Task CollectionOf(int records)
    {
        var store = new CollectionStore(_database, new CollectionCatalog(_database), NoEvents.Instance, TimeProvider.System, NullLogger<CollectionStore>.Instance);
        await store.Create("notes", Wanted("""{"fields": [{"name": "text"}]}"""), Actor.Operator, default);
        await _database.Writer.Run(session =>
        {
            session.Connection.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"""
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {records})
                INSERT INTO notes (_id, _created, _updated, _version, text) SELECT hex(i), '', '', 1, hex(randomblob(20)) FROM n
                """));
            return Written.Keep(true);
        });
    }
}
