using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;

using Microsoft.Extensions.Logging;

namespace TinyBase.Server.Tests.Functions;

/// <summary>Functions of an embedding app.</summary>
public static class OwnFunctions
{
    [Function("own_add", Description = "Add two numbers", Auth = AuthLevel.Public, Tags = ["math"])]
    public static Sum Add(Numbers input) => new(input.X + input.Y);

    [Function("own_for_users", KeepsPayload = true)]
    public static string? ForUsers(FunctionContext ctx, Greeting input) => $"{input.Text}, {ctx.Email}";

    [Function("own_for_admins", Auth = AuthLevel.Admin)]
    public static bool ForAdmins(FunctionContext ctx) => ctx.IsAdmin;

    [Function("own_fails", Auth = AuthLevel.Public)]
    public static void Fails() => throw new ArgumentException("not like this");

    [Function("own_logs", Auth = AuthLevel.Public)]
    public static async Task Logs(FunctionContext ctx)
    {
        ctx.Log.LogInformation("Counted {Count} films", 3);
        await Task.Yield();
        ctx.Log.LogDebug("Not grave enough");
    }

    [Function("own_despairs", Auth = AuthLevel.Public)]
    public static IEnumerable<int> Despairs(FunctionContext ctx)
    {
        ctx.Log.LogError("This is grave");
        ctx.Log.LogCritical("This is graver");
        return Enumerable.Range(0, int.MaxValue);
    }

    [Function("own_slow", Auth = AuthLevel.Public, TimeoutSeconds = 0.3)]
    public static Task Slow(CancellationToken cancel) => Task.Delay(Timeout.Infinite, cancel);

    [Function("own_waits", MaxConcurrency = 1)]
    public static async Task Waits(Gate gate, CancellationToken cancel) => await gate.Opened.WaitAsync(cancel);

    [Function("own_lingers", Auth = AuthLevel.Public, MaxConcurrency = 1, TimeoutSeconds = 0.5)]
    public static async Task Lingers() => await Task.Delay(TimeSpan.FromSeconds(2));

    [Function("own_scheduled", KeepsPayload = true)]
    [Schedule("0 9 * * 1-5", Zone = "Europe/Berlin", Input = """{"text": "from the code"}""", MaxRetries = 2)]
    [Schedule("@yearly", Name = "Once a year", SkipMissed = true)]
    public static string? Scheduled(FunctionContext ctx, string text = "nothing") => $"{text}: {ctx.Trigger} {ctx.IsAdmin} {ctx.UserId}";

    [Function("own_creates", Auth = AuthLevel.Public)]
    public static async Task<string?> Creates(FunctionContext ctx, Place input) =>
        (await ctx.Client.Collection(input.Collection).CreateAsync(new JsonObject { ["title"] = "made" })).Id.ToString();

    [Function("own_prunes", Auth = AuthLevel.Public)]
    public static Leaf? Prunes(Branch branch, int depth) => depth == 0 ? branch.Leaf : Prunes(branch.Branches![0], depth - 1);

    [Function("own_creates_as_system", Auth = AuthLevel.Public, RunAs = RunAs.System)]
    public static Task<string?> CreatesAsSystem(FunctionContext ctx, Place input) => Creates(ctx, input);
}

public sealed record Numbers([property: Range(0, 100)] int X, int Y);

public sealed record Sum(int Total);

public sealed record Greeting(string Text);

public sealed record Place(string Collection);

/// <summary>Holds calls back until a test lets them go.</summary>
public sealed class Gate
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Opened => _opened.Task;

    public void Open() => _opened.TrySetResult();
}

/// <summary>A function of an object, which says how many objects before it were disposed of.</summary>
public sealed class Counter(Disposals disposals) : IAsyncDisposable
{
    [Function("own_counts", Auth = AuthLevel.Public)]
    public async Task<int> Count(bool fail)
    {
        await Task.Yield();
        return fail ? throw new ArgumentException("not like this") : disposals.Count;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.Yield();
        disposals.Count++;
    }
}

/// <summary>How many counters are gone.</summary>
public sealed class Disposals
{
    public int Count { get; set; }
}

/// <summary>A type that holds itself, and one that it holds.</summary>
public sealed record Branch(string Name, Leaf Leaf, IReadOnlyList<Branch>? Branches = null);

public sealed record Leaf(int Size, Branch? Of = null);
