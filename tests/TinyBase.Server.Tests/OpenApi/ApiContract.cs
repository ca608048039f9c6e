using System.Text.Json;

using Json.Schema;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

namespace TinyBase.Server.Tests.OpenApi;

/// <summary>Checks what is sent and answered against an API document.</summary>
public sealed class ApiContract(JsonElement document)
{
    private static readonly EvaluationOptions Strict = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    /// <summary>Sends a request and checks its answer, and the body that was sent if the answer is a success.</summary>
    public async Task<Answer> Call(ApiClient api, string id, int status, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        var (route, operation) = OpenApiFixture.Operations(document).Single(entry => entry.Operation.GetProperty("operationId").GetString() == id);
        using var request = api.Request(new HttpMethod(route.Split(' ')[0]), path);
        if (body is not null) request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);

        var answer = (await api.Send(request)).Expect(status);
        var response = Resolve(operation.GetProperty("responses").GetProperty($"{status}"));
        if (body is not null && status < 300) Check(operation.GetProperty("requestBody"), body, $"{id}: the request");
        if (response.TryGetProperty("content", out _)) Check(response, answer.Text, $"{id}: {status}");
        else answer.Text.ShouldBeEmpty($"{id}: {status} has a body, which is not described");
        if (response.TryGetProperty("headers", out var described))
        {
            foreach (var header in described.EnumerateObject()) answer.Header(header.Name).ShouldNotBeNull($"{id}: {header.Name}");
        }

        return answer;
    }

    /// <summary>The example of a schema.</summary>
    public string Example(string schema) =>
        document.GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("examples")[0].GetRawText();

    private JsonElement Resolve(JsonElement element)
    {
        if (!element.TryGetProperty("$ref", out var reference)) return element;
        return reference.GetString()!.Split('/')[1..].Aggregate(document, (place, part) => place.GetProperty(part));
    }

    private void Check(JsonElement holder, string json, string what)
    {
        var schema = holder.GetProperty("content").GetProperty("application/json").GetProperty("schema").GetRawText();
        // The same schemas where JSON Schema has them.
        var whole = $$"""
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "allOf": [{{schema}}],
             "$defs": {{document.GetProperty("components").GetProperty("schemas").GetRawText()}}}
            """.Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
        var result = JsonSchema.FromText(whole).Evaluate(JsonElement.Parse(json), Strict);
        var problems = result.Details?.Where(detail => detail.Errors is not null)
            .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation} {error.Key}: {error.Value}")) ?? [];
        result.IsValid.ShouldBeTrue($"{what} is not as described.\n{json}\n{string.Join('\n', problems)}");
    }
}
