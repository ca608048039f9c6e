using System.Net.Http.Headers;
using System.Text.Json;

using Shouldly;

namespace TinyBase.Server.Tests.Hosting;

/// <summary>An answer of the server, read whole.</summary>
public sealed record Answer(int Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, string Text)
{
    public JsonElement Json => JsonElement.Parse(Text);

    /// <summary>The text of an error.</summary>
    public string Detail => Json.GetProperty("detail").GetString()!;

    /// <summary>The fields of a record.</summary>
    public JsonElement Data => Json.GetProperty("data");

    public string Id => Json.GetProperty("id").GetString()!;

    /// <summary>The errors of a 422, or those of a record that was refused with 400.</summary>
    public IReadOnlyList<JsonElement> Errors =>
        [.. Json.GetProperty(Status == 400 ? "errors" : "detail").EnumerateArray()];

    public static async Task<Answer> Read(HttpResponseMessage response) =>
        new((int)response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsStringAsync());

    /// <summary>The answer itself, if it has a status; a failure shows the body.</summary>
    public Answer Expect(int status)
    {
        Status.ShouldBe(status, Text);
        return this;
    }

    public string? Header(string name) =>
        Headers.TryGetValues(name, out var values) || ContentHeaders.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    /// <summary>What is wrong and where, as <c>type @ part.part</c>.</summary>
    public IReadOnlyList<string> Problems =>
        [.. Errors.Select(error =>
            $"{error.GetProperty("type").GetString()} @ {string.Join('.', error.GetProperty("loc").EnumerateArray())}")];
}
