using System.Text;

using TinyBase.Server.Tests.Hosting;

namespace TinyBase.Server.Tests.Records;

/// <summary>Sends lines of JSON.</summary>
internal static class Imports
{
    /// <param name="caller">Who.</param>
    /// <param name="records">The path of the records of a collection.</param>
    /// <param name="lines">The body.</param>
    public static Task<Answer> Send(ApiClient caller, string records, string lines) => Send(caller, records, Encoding.UTF8.GetBytes(lines));

    /// <inheritdoc cref="Send(ApiClient, string, string)"/>
    public static Task<Answer> Send(ApiClient caller, string records, byte[] lines) =>
        caller.Send(HttpMethod.Post, $"{records}/import", lines, "application/x-ndjson");

    /// <summary>The counts of an answer: imported, refused, lines.</summary>
    public static (long Imported, long Refused, long Lines) Counts(this Answer answer) =>
        (answer.Json.GetProperty("imported").GetInt64(), answer.Json.GetProperty("refused").GetInt64(), answer.Json.GetProperty("lines").GetInt64());

    /// <summary>The refused lines as <c>number: type</c> of their first errors, or their text.</summary>
    public static IReadOnlyList<string> Refusals(this Answer answer) =>
    [
        .. answer.Json.GetProperty("errors").EnumerateArray().Select(line =>
            $"{line.GetProperty("line")}: {(line.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("type") : line.GetProperty("detail"))}"),
    ];

    public static Task<TestServer> StartWithHook(Func<RecordEvent, CancellationToken, ValueTask> hook) => TestServer.Start(BeforeAnyChange.Setup(hook));
}
