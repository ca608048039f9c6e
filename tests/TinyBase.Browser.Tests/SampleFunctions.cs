using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

using Microsoft.Extensions.Logging;

namespace TinyBase.Browser.Tests;

/// <summary>Functions of the app that the tests' server is part of: they need no build.</summary>
public static class SampleFunctions
{
    [Function("price_order", Description = "Price an order", Tags = ["orders"], KeepsPayload = true)]
    [Schedule("0 6 * * 1-5", Name = "Price the standing order", Zone = "Europe/Berlin", Input = """{"lines": [{"sku": "tea", "quantity": 2}], "deliver_on": "2026-01-31"}""")]
    public static OrderPrice PriceOrder(FunctionContext ctx, Order input)
    {
        ctx.Log.LogInformation("Pricing {Count} lines", input.Lines.Count);
        return new(input.Lines.Sum(line => line.Quantity * 3), input.Priority);
    }

    /// <summary>Goes on until it is cancelled.</summary>
    [Function("wait", Description = "Wait for something that never comes")]
    public static Task Wait(FunctionContext ctx, CancellationToken cancel)
    {
        ctx.Log.LogWarning("Nothing has come yet");
        return Task.Delay(Timeout.Infinite, cancel);
    }

    [Function("always_fails", Description = "Fail", Auth = AuthLevel.Admin)]
    public static void AlwaysFails() => throw new InvalidOperationException("Nothing ever works");

    public sealed record Order([property: MinLength(1)] List<OrderLine> Lines, DateOnly DeliverOn, OrderPriority Priority = OrderPriority.Normal, OrderAddress? BillTo = null, long? Reference = null);

    public sealed record OrderLine(string Sku, [property: Range(1, 100)] int Quantity);

    public sealed record OrderAddress(string City, [property: Description("Where the bill goes")] string Street);

    public sealed record OrderPrice(int Sum, OrderPriority Priority);

    public enum OrderPriority
    {
        Low,
        Normal,
        Express,
    }
}
