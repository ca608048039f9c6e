using Microsoft.OpenApi;

using TinyBase.Hosting.Describing;

namespace TinyBase.Records;

/// <summary>What descriptions of operations on records have in common, and how records of any collection look.</summary>
internal static class RecordShapes
{
    /// <summary>The schema of what is wrong with a record.</summary>
    public const string Problem = "RecordProblem";

    /// <summary>The schema of what became of records that were to be deleted.</summary>
    public const string Deleted = "DeletedRecords";

    /// <summary>The schema of what became of the lines of an import.</summary>
    public const string Imported = "ImportedLines";

    /// <summary>The schema of the same where an import ended before its body did.</summary>
    public const string Stopped = "StoppedImport";

    public const string FlatBody = "The fields can also stand in the body itself, without `data` around them.";

    public static AnswerDescription Invalid { get; } =
        new(400, "The record breaks rules, or a hook refused the change", Shape.Named(Problem)) { Component = "InvalidRecord" };

    public static AnswerDescription LoginNeeded { get; } =
        new(401, "Nobody is logged in, and the access rule is not `public`") { Component = "LoginNeeded" };

    public static AnswerDescription Denied { get; } = new(403, "The access rules do not allow it") { Component = "AccessDenied" };

    public static AnswerDescription NotFound { get; } =
        new(404, "There is no such record, or the caller may not know of it") { Component = "RecordNotFound" };

    public static AnswerDescription KeptChanging { get; } =
        new(409, "The record changed while hooks ran, again and again") { Component = "KeptChanging" };

    public static AnswerDescription HasChanged { get; } =
        new(412, "The record is not in the version of `If-Match` any more") { Component = "HasChanged" };

    public static ParameterDescription IfMatch { get; } =
        ParameterDescription.Header("If-Match", "Versions (`ETag`) of which the record must have one, or `*`.", "IfMatch");

    /// <summary>A record with the schema of its fields.</summary>
    public static OpenApiSchema Record(IOpenApiSchema data) => Schemas.Object(
        new BodyField("id", Schemas.Id()),
        new BodyField("collection_id", Schemas.Id()),
        new BodyField("owner_id", Schemas.Id("The user who created it; null if nobody owns it").OrNull()),
        new BodyField("data", data),
        new BodyField("created_at", Schemas.Time()),
        new BodyField("updated_at", Schemas.Time()));

    /// <summary>A page of records with the schema of one.</summary>
    public static OpenApiSchema Page(IOpenApiSchema record) => Schemas.Object(
        new BodyField("records", Schemas.List(record)),
        new BodyField("total", Schemas.Integer(0, text: "Records on all pages; null where they were not counted").OrNull()),
        new BodyField("limit", Schemas.Integer(1, ListQuery.MaxLimit)),
        new BodyField("offset", Schemas.Integer(0)),
        new BodyField("next_cursor", Schemas.Text(text: "For `after`; null on the last page").OrNull()));

    /// <summary>The answer to deleting records by their ids.</summary>
    public static OpenApiSchema DeletedMany(OpenApiSchema errors) => Schemas.Object(
        new BodyField("deleted", Schemas.Integer(0)),
        new BodyField("refused", Schemas.List(Schemas.Object(
            new BodyField("id", Schemas.Id()),
            new BodyField("status", Schemas.Integer(400, 599, "The status that deleting it alone would have had")),
            new BodyField("detail", Schemas.Text()),
            new BodyField("errors", errors, IsRequired: false)))));

    /// <summary>The answer to an import.</summary>
    public static OpenApiSchema Import(OpenApiSchema errors, params ReadOnlySpan<BodyField> first) => Schemas.Object(
    [
        .. first,
        new BodyField("imported", Schemas.Integer(0)),
        new BodyField("refused", Schemas.Integer(0)),
        new BodyField("lines", Schemas.Integer(0, text: "Everything up to this line was dealt with, nothing after it")),
        new BodyField("errors_omitted", Schemas.Integer(0, text: "Refused lines that are counted but not listed")),
        new BodyField("errors", Schemas.List(Schemas.Object(
            new BodyField("line", Schemas.Integer(1)),
            new BodyField("detail", Schemas.Text()),
            new BodyField("errors", errors, IsRequired: false)))),
    ]);

    /// <summary>A body with the schema of its fields.</summary>
    public static OpenApiSchema Body(IOpenApiSchema data) => Schemas.Object(new BodyField("data", data));
}
