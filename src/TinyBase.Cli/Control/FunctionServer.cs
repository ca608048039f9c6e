using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

using TinyBase.Functions.Endpoints;
using TinyBase.Functions.Workers;
using TinyBase.Hosting;

namespace TinyBase.Cli.Control;

/// <summary>The functions of a running server.</summary>
/// <param name="http">Reaches the server with the rights of an admin; whoever gives it disposes of it.</param>
/// <param name="server">The server as messages call it.</param>
internal sealed class FunctionServer(HttpClient http, string server)
{
    private const int LongestText = 300;

    /// <summary>A result may be as deep as the server takes it from a process, and lies in an answer.</summary>
    private static readonly WireJson Deep = new(new JsonSerializerOptions(WireJson.Wire.Options) { MaxDepth = ResultFrame.MaxDepth + 1 });

    /// <summary>All functions with their state.</summary>
    public async Task<IReadOnlyList<FunctionAdminView>> List(CancellationToken cancel) => Read(
        await Send(HttpMethod.Get, FunctionAnswers.Path + "/admin/list", null, cancel).ConfigureAwait(false), WireJson.Wire.IReadOnlyListFunctionAdminView);

    /// <summary>Calls a function.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="inputUtf8">The input, a JSON object.</param>
    /// <returns>How the call ended; or the errors of an input that does not fit.</returns>
    public async Task<(FunctionCallAnswer? Answer, JsonElement? Invalid)> Call(string name, byte[] inputUtf8, CancellationToken cancel)
    {
        var answer = await Send(HttpMethod.Post, $"{FunctionAnswers.Path}/{Uri.EscapeDataString(name)}", inputUtf8, cancel).ConfigureAwait(false);
        return answer.Status == HttpStatusCode.UnprocessableEntity
            ? (null, JsonElement.Parse(answer.Body).GetProperty("detail"))
            : (Read(answer, Deep.FunctionCallAnswer), null);
    }

    /// <summary>What is remembered of a call.</summary>
    public async Task<FunctionCallDetails> Details(string callId, CancellationToken cancel) => Read(
        await Send(HttpMethod.Get, $"{FunctionAnswers.AdminPath}/calls/{callId}", null, cancel).ConfigureAwait(false), Deep.FunctionCallDetails);

    /// <summary>Uploads functions that take over together.</summary>
    /// <returns>What came of each, in their order.</returns>
    public async Task<IReadOnlyList<FunctionUploadView>> Upload(FunctionsToUpload functions, CancellationToken cancel) => Read(
        await Send(
            HttpMethod.Post,
            FunctionAnswers.AdminPath + "/upload-batch",
            JsonSerializer.SerializeToUtf8Bytes(functions, CommandJson.Default.FunctionsToUpload),
            cancel).ConfigureAwait(false),
        WireJson.Wire.IReadOnlyListFunctionUploadView);

    private async Task<(HttpStatusCode Status, byte[] Body)> Send(HttpMethod method, string path, byte[]? json, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, new Uri(path.TrimStart('/'), UriKind.Relative));
        if (json is not null) request.Content = new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        try
        {
            using var response = await http.SendAsync(request, cancel).ConfigureAwait(false);
            return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false));
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new AdministrationException($"{server} did not answer: {error.Message}", error);
        }
    }

    private T Read<T>((HttpStatusCode Status, byte[] Body) answer, JsonTypeInfo<T> type)
    {
        if (answer.Status == HttpStatusCode.Unauthorized)
        {
            throw new AdministrationException($"{server} does not know the token, or it has expired. 'tinybase admin token create' makes one there.");
        }

        if (answer.Status != HttpStatusCode.OK) throw new AdministrationException($"{server} refused with {(int)answer.Status}: {Detail(answer.Body)}");
        try
        {
            return JsonSerializer.Deserialize(answer.Body, type)!;
        }
        catch (JsonException error)
        {
            throw new AdministrationException($"{server} does not answer as TinyBase {TinyBaseVersion.Current} does: {error.Message}", error);
        }
    }

    /// <summary>What an error answer says, or how it begins.</summary>
    private static string Detail(byte[] body)
    {
        var text = System.Text.Encoding.UTF8.GetString(body);
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("detail", out var detail)) text = detail.ToString();
        }
        catch (JsonException)
        {
            // Something else than TinyBase answered.
        }

        text = text.ReplaceLineEndings(" ");
        return text.Length <= LongestText ? text : text[..LongestText] + "…";
    }
}
