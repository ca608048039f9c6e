using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using TinyBase.Auth;
using TinyBase.Audit;
using TinyBase.Collections;
using TinyBase.Collections.Schema;
using TinyBase.Hosting;
using TinyBase.Hosting.Events;
using TinyBase.Records;
using TinyBase.Records.Import;
using TinyBase.Storage;
using TinyBase.Tests.Extensions;
using TinyBase.Tests.Storage;
using Xunit;

namespace TinyBase.Tests.Records;

/// <summary>Imports that cannot go on, and batches that the collection has changed under.</summary>
public sealed class ImportTests : IDisposable
{
    private static readonly Caller Admin = Caller.User("00000000-0000-7000-8000-000000000000", "admin@example.com", isAdmin: true);

    private readonly TestFolder _folder = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly Database _database;
    private readonly CollectionCatalog _catalog;
    private readonly ImportStore _store;
    private readonly RecordImport _import;

    public ImportTests()
    {
        _database = TestDatabase.Open(_folder.File("data.db"));
        _catalog = new CollectionCatalog(_database);
        var records = new RecordStore(_database, _catalog, new RecordEvents(NoEvents.Instance), new DeletedUsers(), TimeProvider.System);
        var writes = new RecordWrites(records, NoHooks.OfRecords(), NullLogger<RecordWrites>.Instance);
        _store = new ImportStore(_database, _catalog, records, new RecordEvents(NoEvents.Instance), new DeletedUsers());
        _import = new RecordImport(_store, writes, _catalog, _lifetime, TimeProvider.System, NullLogger<RecordImport>.Instance);
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_full_database_ends_the_import_and_the_report_says_how_far_it_came()
    {
        var model = await Create();
        await _database.Writer.Run(session =>
        {
            session.Connection.Execute("PRAGMA max_page_count=300");
            return Written.Keep(true);
        });
        await using var report = new ImportReport();

        await _import.Run(Lines(Enumerable.Range(0, 50_000)), model, new WriteOrigin(Admin, "request"), report, default);

        report.Stop.ShouldNotBeNull().Status.ShouldBe(507);
        report.Imported.ShouldBeInRange(1, 49_999);
        (report.Refused, report.Lines).ShouldBe((0, report.Imported));
        Count(model).ShouldBe(report.Imported);
    }

    [Fact]
    public async Task A_server_that_stops_ends_the_import_and_the_report_says_how_far_it_came()
    {
        var model = await Create();
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("{\"code\": \"a\"}\n{\"code\""u8.ToArray());
        await using var report = new ImportReport();

        var running = _import.Run(Reader(pipe.Reader), model, new WriteOrigin(Admin, "request"), report, default);
        while (Count(model) == 0) await Task.Delay(10);
        _lifetime.StopApplication();
        await running;

        report.Stop.ShouldNotBeNull().Status.ShouldBe(503);
        (report.Imported, report.Lines).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Without_room_for_temporary_files_refused_lines_are_only_counted()
    {
        var model = await Create();
        await using var report = new ImportReport(_folder.File("missing"));

        await _import.Run(Lines(Enumerable.Range(0, 5_000).Select(i => i / 2)), model, new WriteOrigin(Admin, "request"), report, default);

        (report.Stop, report.Imported, report.Refused, report.Lines).ShouldBe((null, 2_500, 2_500, 5_000));
        report.Failure.ShouldBeOfType<DirectoryNotFoundException>();
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;
        await report.Send(context);
        Encoding.UTF8.GetString(body.ToArray()).ShouldBe(
            """{"imported":2500,"refused":2500,"lines":5000,"errors_omitted":2500,"errors":[]}""");
    }

    [Fact]
    public async Task A_batch_is_validated_again_if_the_collection_changed_before_it_was_written()
    {
        var model = await Create();
        using var batch = new ImportBatch();
        batch.Begin(model);
        await Reader(PipeReader.Create(new MemoryStream("{\"code\": \"abc\"}\n{\"code\": \"d\"}\n{\"code\": 1}"u8.ToArray()))).Fill(batch, default);
        await Change(model, """{"name": "code", "type": "string", "max_length": 2}, {"name": "n", "type": "int", "default": 7}""");

        (await _store.Write(batch, new WriteOrigin(Admin, "request"), default)).Result.ShouldBe(RecordResult.Done);

        Enumerable.Range(0, 3).Select(i => batch[i].Outcome?.Errors![0].Type).ShouldBe(["string_too_long", null, "string_type"]);
        Count(model).ShouldBe(1);
    }

    [Fact]
    public async Task A_batch_that_runs_again_since_a_neighbour_failed_is_written_once()
    {
        var model = await Create();
        using var batch = new ImportBatch();
        batch.Begin(model);
        await Lines([1, 2, 2, 3]).Fill(batch, default);
        Task<RecordOutcome> written;
        Task<bool> failed;
        using (new HeldWriter(_database.Writer, null))
        {
            written = _store.Write(batch, new WriteOrigin(Admin, "request"), default);
            failed = _database.Writer.Run<bool>(session =>
            {
                session.Connection.Execute("ROLLBACK");
                throw new InvalidOperationException();
            });
        }

        await Should.ThrowAsync<InvalidOperationException>(failed);
        (await written).Result.ShouldBe(RecordResult.Done);
        Enumerable.Range(0, 4).Select(i => batch[i].Outcome?.Errors![0].Type).ShouldBe([null, null, "unique", null]);
        Count(model).ShouldBe(3);
    }

    private static LineReader Lines(IEnumerable<int> codes) =>
        Reader(PipeReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', codes.Select(code => $$"""{"code": "{{code}}"}"""))))));

    private static LineReader Reader(PipeReader pipe) => new(pipe, maxLineBytes: 1024, maxBytes: long.MaxValue, TimeProvider.System);

    private long Count(CollectionModel model)
    {
        using var connection = Connection.Open(_database.Path, readOnly: true);
        var statement = connection.Prepare(SqliteDialect.ReadCount);
        statement.Bind(1, model.IdUtf8.Span);
        statement.Step();
        var count = statement.Integer(0);
        statement.Reset();
        return count;
    }

    private async Task<CollectionModel> Create() =>
        (await Collections.Create("notes", Wanted("""{"name": "code", "type": "string", "unique": true}"""), Actor.Operator, default)).Model!;

    private async Task Change(CollectionModel model, string fields) =>
        (await Collections.Update(model.Definition.Name, Wanted(fields), Actor.Operator, default)).Model.ShouldNotBeNull();

    private CollectionStore Collections => new(_database, _catalog, NoEvents.Instance, TimeProvider.System, NullLogger<CollectionStore>.Instance);

    private static CollectionChange Wanted(string fields)
    {
        var schema = JsonElement.Parse($$"""{"fields": [{{fields}}]}""");
        var options = JsonElement.Parse("{}");
        CollectionSchema.TryParse(schema, out var parsed, out var error).ShouldBeTrue(error);
        CollectionOptions.TryParse(options, out var parsedOptions, out error).ShouldBeTrue(error);
        return new CollectionChange("Notes", schema, parsed, options, parsedOptions);
    }
}
