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
    public static Task Send(HttpContext context, RecordOutcome outcome, string id, string denied, int done) => outcome.Result switch
    {
        RecordResult.Done when outcome.Row is { } row => Record(context, done, outcome.Model!, row),
        RecordResult.Done => Answers.NoContent(context),
        RecordResult.CollectionMissing => CollectionAnswers.NotFound(context, context.CollectionName()),
        RecordResult.RecordMissing => NotFound(context, id),
        RecordResult.Denied => Denied(context, denied),
        RecordResult.Invalid => Answers.InvalidRecord(context, outcome.Errors!),
        RecordResult.PreconditionFailed => Answers.Problem(
            context, StatusCodes.Status412PreconditionFailed, $"Record '{id}' has changed since; read it again"),
        RecordResult.Rejected => Answers.Problem(context, StatusCodes.Status400BadRequest, outcome.Reason!),
        _ => Answers.Problem(context, StatusCodes.Status409Conflict, $"Record '{id}' kept changing; try again"),
    };

    public static Task NotFound(HttpContext context, string id) =>
        Answers.Problem(context, StatusCodes.Status404NotFound, $"Record '{id}' not found");

    public static Task Denied(HttpContext context, string detail) =>
        Answers.Problem(context, StatusCodes.Status403Forbidden, detail);

    private static Task Record(HttpContext context, int status, CollectionModel model, RecordRow row)
    {
        using var json = new JsonBuffer();
        RecordJson.Write(json, model, row);
        context.Response.Headers.ETag = EntityTags.Of(row.Version);
        Answers.Bytes(context, status, json.Written.Span);
        return Task.CompletedTask;
    }
}
