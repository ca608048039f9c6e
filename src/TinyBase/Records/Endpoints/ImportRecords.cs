using Microsoft.AspNetCore.Http;

using TinyBase.Collections;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;
using TinyBase.Hosting.Throttling;
using TinyBase.Records.Import;

namespace TinyBase.Records.Endpoints;

/// <summary>Adds a record for each line of the body, however long it is; a line that is refused does not hold up the others.</summary>
internal sealed class ImportRecords(
    RecordImport import, ImportPlaces places, CollectionCatalog catalog, TinyBaseOptions options, TimeProvider clock) : IEndpoint
{
    private static readonly string[] Types =
    [
        "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonl", "application/jsonlines",
        "application/x-jsonlines", "application/json-lines",
    ];

    public Operation Operation { get; } =
        new("POST", "/api/collections/{name}/records/import", "collections_import_records", Access.Optional);

    public OperationDescription Description => new("Import records")
    {
        Details = "A record a line, as for creating one. A line that is refused does not hold up the others. The body is read as it comes "
            + "in and may be larger than that of other requests.",
        Rule = rules => rules.Create,
        Body = Shape.Inline(Schemas.Text(example: "{\"data\":{}}\n")) with { MediaType = Types[0] },
        Answers =
        [
            new(200, "How many lines were imported, and which were refused", Shape.Named(RecordShapes.Imported)),
            RecordShapes.LoginNeeded,
            RecordShapes.Denied,
            CollectionShapes.NotFound,
            new(413, "The body is too large; what came before was imported", Shape.Named(RecordShapes.Stopped)),
            new(503, "Too many imports are running (then there is `detail` alone), or the server could not go on; what came before was imported", Shape.Named(RecordShapes.Stopped)),
            new(507, "The database is full; what came before was imported", Shape.Named(RecordShapes.Stopped)),
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var name = context.CollectionName();
        catalog.TryFind(name, out var model);
        if (caller.MustLogIn(model?.Access.Create)) await Answers.NotAuthenticated(context).ConfigureAwait(false);
        else if (model is null) await CollectionAnswers.NotFound(context, name).ConfigureAwait(false);
        else if (!model.AccessFor(caller).Create.Allows(caller)) await RecordAnswers.Denied(context, "Access denied").ConfigureAwait(false);
        else if (WrongType(context.Request.ContentType) is { } wrong) await Answers.Unprocessable(context, wrong).ConfigureAwait(false);
        else if (context.Request.ContentLength > options.Server.MaxImportBytes)
        {
            await Answers.Problem(context, StatusCodes.Status413PayloadTooLarge, TooLarge).ConfigureAwait(false);
        }
        else await RunInPlace(context, model, caller).ConfigureAwait(false);
    }

    private async Task RunInPlace(HttpContext context, CollectionModel model, Caller caller)
    {
        var key = ImportPlaces.Key(caller, ClientAddress.Of(context));
        if (places.TryTake(key) is { } busy)
        {
            await Answers.Busy(context, busy, TimeSpan.FromSeconds(1)).ConfigureAwait(false);
            return;
        }

        try
        {
            await Run(context, model, new WriteOrigin(caller, context.TraceIdentifier)).ConfigureAwait(false);
        }
        finally
        {
            places.Leave(key);
        }
    }

    private string TooLarge => $"Request body exceeds maximum size of {options.Server.MaxImportBytes} bytes";

    private async Task Run(HttpContext context, CollectionModel model, WriteOrigin origin)
    {
        var lines = new LineReader(context.Request.BodyReader, options.Server.MaxBodyBytes, options.Server.MaxImportBytes, clock);
        var report = new ImportReport();
        await using var _ = report.ConfigureAwait(false);
        await import.Run(lines, model, origin, report, context.RequestAborted).ConfigureAwait(false);
        if (lines.IsTooLarge) report.Stop ??= new ImportStop(StatusCodes.Status413PayloadTooLarge, TooLarge);
        await report.Send(context).ConfigureAwait(false);
    }

    private static ValidationError? WrongType(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType)) return null;
        var end = contentType.IndexOf(';', StringComparison.Ordinal);
        var type = (end < 0 ? contentType : contentType[..end]).Trim();
        return Types.Contains(type, StringComparer.OrdinalIgnoreCase)
            ? null
            : ValidationError.OfText(
                "content_type", "header", "content-type", $"Send a record a line, with Content-Type: {Types[0]}", contentType);
    }
}
