using System.Text.Json;

using Microsoft.AspNetCore.Http;

using TinyBase.Collections;
using TinyBase.Hosting;

namespace TinyBase.Records;

/// <summary>Answers to operations on records.</summary>
internal static class RecordAnswers
{
    /// <summary>The answer to a write, or to a read that gave no record.</summary>
    /// <param name="context">The request.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="id">The record that was asked for; empty where there was none.</param>
    /// <param name="denied">What a caller without the right is told.</param>
    /// <param name="done">The status of success.</param>
    /// <param name="shown">Which fields of the record are answered; null for all.</param>
    public static Task Send(
        HttpContext context, RecordOutcome outcome, string id, string denied, int done, Projection? shown = null) => outcome.Result switch
    {
        RecordResult.Done when outcome.Row is { } row => Record(context, done, outcome.Model!, row, shown),
        RecordResult.Done => Answers.NoContent(context),
        RecordResult.CollectionMissing => CollectionAnswers.NotFound(context, context.CollectionName()),
        RecordResult.Invalid => Answers.InvalidRecord(context, outcome.Errors!),
        RecordResult.Unavailable => Answers.Busy(context, outcome.Reason!, outcome.RetryAfter),
        _ => Answers.Problem(context, Status(outcome), Detail(outcome, id, denied)),
    };

    /// <summary>The status that tells a refusal.</summary>
    public static int Status(RecordOutcome outcome) => outcome.Result switch
    {
        RecordResult.RecordMissing => StatusCodes.Status404NotFound,
        RecordResult.Denied => StatusCodes.Status403Forbidden,
        RecordResult.PreconditionFailed => StatusCodes.Status412PreconditionFailed,
        RecordResult.Invalid or RecordResult.Rejected => StatusCodes.Status400BadRequest,
        RecordResult.Failed => StatusCodes.Status500InternalServerError,
        RecordResult.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status409Conflict,
    };

    /// <summary>A refusal in words.</summary>
    public static string Detail(RecordOutcome outcome, string id, string denied) => outcome.Result switch
    {
        RecordResult.RecordMissing => Missing(id),
        RecordResult.Denied => denied,
        RecordResult.PreconditionFailed => $"Record '{id}' has changed since; read it again",
        RecordResult.Invalid => outcome.Reason ?? Answers.InvalidRecord(outcome.Errors!),
        RecordResult.Rejected or RecordResult.Unavailable => outcome.Reason!,
        RecordResult.Failed => "Internal Server Error",
        _ => $"Record '{id}' kept changing; try again",
    };

    /// <summary>Writes a refusal, its text and what is wrong with each field, into the object that a writer is in.</summary>
    public static void WriteRefusal(Utf8JsonWriter writer, RecordOutcome outcome, string id, string denied)
    {
        writer.WriteString("detail", Detail(outcome, id, denied));
        if (outcome.Errors is { } errors) Answers.WriteErrors(writer, "errors", errors);
    }

    public static Task Denied(HttpContext context, string detail) =>
        Answers.Problem(context, StatusCodes.Status403Forbidden, detail);

    private static string Missing(string id) => $"Record '{id}' not found";

    private static Task Record(HttpContext context, int status, CollectionModel model, RecordRow row, Projection? shown)
    {
        using var json = new JsonBuffer();
        RecordJson.Write(json, model, row, shown);
        context.Response.Headers.ETag = EntityTags.Of(row.Version, model.Definition.SchemaVersion);
        return Answers.Bytes(context, status, json.Written.Span);
    }
}
