using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.RequestLog.Endpoints;

/// <summary>The requests that were kept, the newest first.</summary>
internal sealed class ListRequests(RequestFile file) : IEndpoint
{
    public Operation Operation { get; } = new("GET", "/api/admin/requests", "admin_list_requests", Access.Admin);

    public OperationDescription Description => new("List requests")
    {
        Details = "Those that failed in the server, slow ones and a sample of the others, the newest first. One is here a second after its "
            + "answer at the latest.",
        Parameters =
        [
            ParameterDescription.Query("method", Schemas.Text(), "Only this method."),
            ParameterDescription.Query("path", Schemas.Text(), "Only paths with this in them."),
            ParameterDescription.Query("operation", Schemas.Text(), "Only this operation, by its id."),
            ParameterDescription.Query("min_status", Schemas.Integer(100, 599), "Only this status or a greater one."),
            ParameterDescription.Query("max_status", Schemas.Integer(100, 599), "Only this status or a lesser one."),
            ParameterDescription.Query("min_duration_ms", Schemas.Integer(0, int.MaxValue), "Only what took as long or longer."),
            ParameterDescription.Query("actor_id", Schemas.Id(), "Only requests of this user or application token."),
            ParameterDescription.Query("request_id", Schemas.Text(), "Only this one."),
            ParameterDescription.Query("since", Schemas.Time(), "Not before this time."),
            ParameterDescription.Query("until", Schemas.Time(), "Before this time."),
            .. PageRange.Parameters,
        ],
        Answers = [new(200, "The requests", Shape.Of<RequestList>())],
    };

    public Task Handle(HttpContext context, Caller caller)
    {
        var query = new QueryParameters(context.Request.Query);
        int? Number(string name, int min, int max) => query.Text(name) is null ? null : query.Integer(name, min, min, max);
        var filter = new RequestFilter
        {
            Method = query.Text("method")?.ToUpperInvariant(),
            Path = query.Text("path"),
            Operation = query.Text("operation"),
            MinStatus = Number("min_status", 100, 599),
            MaxStatus = Number("max_status", 100, 599),
            MinDurationMs = Number("min_duration_ms", 0, int.MaxValue),
            ActorId = query.Text("actor_id"),
            RequestId = query.Text("request_id"),
            Since = query.Time("since"),
            Until = query.Time("until"),
        };
        var range = PageRange.Of(query);
        if (query.Errors.Count > 0) return Answers.Unprocessable(context, query.Errors);
        var (requests, total) = file.List(filter, range);
        return Answers.Json(
            context, StatusCodes.Status200OK, new RequestList(requests, total, range.Limit, range.Offset), WireJson.Wire.RequestList);
    }
}

/// <summary>A page of the request log.</summary>
internal sealed record RequestList(IReadOnlyList<RequestEntry> Requests, long Total, int Limit, int Offset);
