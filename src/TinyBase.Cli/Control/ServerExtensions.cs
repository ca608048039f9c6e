using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

using TinyBase.Extensions.Packages;
using TinyBase.Extensions.Packages.Endpoints;
using TinyBase.Hosting;

namespace TinyBase.Cli.Control;

/// <summary>The extensions of a running server.</summary>
/// <param name="http">Reaches the server with the rights of the operator and waits for as long as fetching and building takes.</param>
/// <param name="pid">The process of the server.</param>
internal sealed class ServerExtensions(HttpClient http, int pid) : IExtensionAdministration
{
    private const int MaxLimit = 1000;

    public bool HasServer => true;

    public async Task<IReadOnlyList<ExtensionView>> List(bool checkUpdates, CancellationToken cancel) =>
        (await Ask(HttpMethod.Get, $"?limit={MaxLimit}&check_updates={Text(checkUpdates)}", null, WireJson.Wire.ExtensionList, cancel).ConfigureAwait(false))!.Extensions;

    public Task<ExtensionView?> Find(string name, bool checkUpdates, CancellationToken cancel) =>
        Ask(HttpMethod.Get, $"{PathOf(name)}?check_updates={Text(checkUpdates)}", null, WireJson.Wire.ExtensionView, cancel);

    public async Task<ExtensionPreview> Preview(string source, CancellationToken cancel) =>
        (await Ask(HttpMethod.Post, "/preview", new JsonObject { ["repo_url"] = source }, WireJson.Wire.ExtensionPreview, cancel).ConfigureAwait(false))!;

    public async Task<ExtensionView> Install(string source, string? hash, CancellationToken cancel)
    {
        var body = new JsonObject { ["repo_url"] = source, ["hash"] = hash };
        return (await Ask(HttpMethod.Post, string.Empty, body, WireJson.Wire.ExtensionView, cancel).ConfigureAwait(false))!;
    }

    public Task<ExtensionView?> Update(string name, CancellationToken cancel) =>
        Ask(HttpMethod.Post, PathOf(name) + "/update", null, WireJson.Wire.ExtensionView, cancel);

    public Task<ExtensionView?> SetEnabled(string name, bool isEnabled, CancellationToken cancel) =>
        Ask(HttpMethod.Patch, PathOf(name), new JsonObject { ["is_enabled"] = isEnabled }, WireJson.Wire.ExtensionView, cancel);

    public async Task<ExtensionRemoval?> Uninstall(string name, CancellationToken cancel)
    {
        using var answer = await Send(HttpMethod.Delete, PathOf(name), null, cancel).ConfigureAwait(false);
        return answer is null ? null : new ExtensionRemoval(null, answer.Headers.Contains(DeleteExtension.RestartHeader));
    }

    private static string PathOf(string name) => "/" + Uri.EscapeDataString(name);

    private static string Text(bool value) => value ? "true" : "false";

    private async Task<T?> Ask<T>(HttpMethod method, string path, JsonObject? body, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class
    {
        using var answer = await Send(method, path, body, cancel).ConfigureAwait(false);
        return answer is null ? null : JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(cancel).ConfigureAwait(false), type);
    }

    /// <summary>Sends a request.</summary>
    /// <returns>The answer; null if there is no such extension.</returns>
    /// <exception cref="AdministrationException">It is refused, or there is no answer.</exception>
    private async Task<HttpResponseMessage?> Send(HttpMethod method, string path, JsonObject? body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, new Uri(ExtensionAnswers.Path + path, UriKind.Relative));
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/json"));
        try
        {
            var response = await http.SendAsync(request, cancel).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return response;
            using (response)
            {
                if (response.StatusCode == HttpStatusCode.NotFound) return null;
                throw new AdministrationException(ServerSchedules.Detail(await response.Content.ReadAsStringAsync(cancel).ConfigureAwait(false)));
            }
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new AdministrationException($"The server (process {pid}) did not answer: {error.Message}", error);
        }
    }
}
