using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

using TinyBase.Hosting;
using TinyBase.Scheduling;
using TinyBase.Scheduling.Endpoints;

namespace TinyBase.Cli.Control;

/// <summary>The schedules of a running server.</summary>
internal sealed class ServerSchedules(HttpClient http, int pid) : IScheduleAdministration
{
    public bool HasServer => true;

    public async Task<ScheduleList> List(CancellationToken cancel) =>
        (await Ask(HttpMethod.Get, $"?limit={ScheduleAnswers.MaxLimit}", null, WireJson.Wire.ScheduleList, cancel).ConfigureAwait(false))!;

    public Task<ScheduleView?> Find(string id, CancellationToken cancel) => Ask(HttpMethod.Get, $"/{id}", null, WireJson.Wire.ScheduleView, cancel);

    public async Task<ScheduleView> Create(JsonElement body, CancellationToken cancel) =>
        (await Ask(HttpMethod.Post, string.Empty, body.GetRawText(), WireJson.Wire.ScheduleView, cancel).ConfigureAwait(false))!;

    public Task<ScheduleView?> SetActive(string id, bool isActive, CancellationToken cancel) =>
        Ask(HttpMethod.Patch, $"/{id}", new JsonObject { ["is_active"] = isActive }.ToJsonString(), WireJson.Wire.ScheduleView, cancel);

    public async Task<bool> Delete(string id, CancellationToken cancel) => await Send(HttpMethod.Delete, $"/{id}", null, cancel).ConfigureAwait(false) is not null;

    public Task<ScheduleRunView?> Run(string id, CancellationToken cancel) => Ask(HttpMethod.Post, $"/{id}/run", null, WireJson.Wire.ScheduleRunView, cancel);

    public async Task<SchedulePreview> Preview(JsonElement plan, string? from, CancellationToken cancel)
    {
        var body = new JsonObject { ["schedule"] = JsonObject.Create(plan), ["from"] = from };
        return (await Ask(HttpMethod.Post, "/preview", body.ToJsonString(), WireJson.Wire.SchedulePreview, cancel).ConfigureAwait(false))!;
    }

    private async Task<T?> Ask<T>(HttpMethod method, string path, string? body, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class => await Send(method, path, body, cancel).ConfigureAwait(false) is { } text ? JsonSerializer.Deserialize(text, type) : null;

    /// <summary>Sends a request.</summary>
    /// <returns>The body of the answer; null if there is no such schedule.</returns>
    private async Task<string?> Send(HttpMethod method, string path, string? body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, new Uri(ScheduleAnswers.Path + path, UriKind.Relative));
        if (body is not null) request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        try
        {
            using var response = await http.SendAsync(request, cancel).ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync(cancel).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return text;
            return response.StatusCode == HttpStatusCode.NotFound ? null : throw new AdministrationException(Detail(text));
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new AdministrationException($"The server (process {pid}) did not answer: {error.Message}", error);
        }
    }

    /// <summary>What was refused: a text, or a list of what is wrong.</summary>
    public static string Detail(string answer)
    {
        var detail = JsonElement.Parse(answer).GetProperty("detail");
        return detail.ValueKind == JsonValueKind.String
            ? detail.GetString()!
            : string.Join("; ", detail.EnumerateArray().Select(error => $"{error.GetProperty("loc").EnumerateArray().Last()}: {error.GetProperty("msg")}"));
    }
}
