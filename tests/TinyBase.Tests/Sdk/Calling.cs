using System.Text;
using System.Text.Json;

using Microsoft.Extensions.Logging.Abstractions;

using Shouldly;

using TinyBase.Sdk.Binding;
using TinyBase.Sdk.Calls;

namespace TinyBase.Tests.Sdk;

/// <summary>Calls functions as the worker does, without one.</summary>
internal static class Calling
{
    public static FunctionContext Context(CancellationToken timeUp = default) => new(
        new CallDetails { Name = "tested", CallId = "c", RequestId = "r" },
        new CallServices
        {
            Log = NullLogger.Instance,
            Config = new FunctionConfig(new Dictionary<string, string> { ["TINYBASE_FN_SMTP_HOST"] = "mail", ["HOME"] = "/" }),
            Connect = () => throw new InvalidOperationException("There is no server"),
            Time = TimeProvider.System,
            Cancel = timeUp,
            TimeUp = timeUp,
        });

    public static async Task<FunctionOutcome> Call(Delegate function, string input, IServiceProvider? services = null) =>
        await FunctionBinding.Create(function).Invoke(Context(), Encoding.UTF8.GetBytes(input), services, CancellationToken.None);

    /// <summary>The result of a call that succeeds.</summary>
    public static async Task<string> Result(Delegate function, string input) => Result(await Call(function, input));

    public static string Result(FunctionOutcome outcome) => outcome switch
    {
        FunctionOutcome.Succeeded succeeded => Encoding.UTF8.GetString(succeeded.Json.Span),
        FunctionOutcome.Invalid invalid => throw new ShouldAssertException(Encoding.UTF8.GetString(invalid.Errors.Span)),
        _ => throw new ShouldAssertException(outcome.ToString()),
    };

    /// <summary>The errors of a call whose input does not fit: type and place of each, such as <c>missing body.x</c>.</summary>
    public static async Task<string[]> Errors(Delegate function, string input) =>
        [.. (await ErrorList(function, input)).Select(error => $"{error.GetProperty("type")} {string.Join('.', error.GetProperty("loc").EnumerateArray())}")];

    public static async Task<IReadOnlyList<JsonElement>> ErrorList(Delegate function, string input) =>
        [.. JsonElement.Parse((await Call(function, input)).ShouldBeOfType<FunctionOutcome.Invalid>().Errors.Span).EnumerateArray()];
}
