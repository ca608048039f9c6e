/// <summary>Sets the extension up: a service, and endpoints below <c>/api/ext/currency-rates/</c>.</summary>
public sealed class CurrencyRates : IExtension
{
    public void Configure(ExtensionBuilder extension)
    {
        extension.Services.AddHttpClient<RateService>();
        extension.Services.AddScoped<Rates>();
        extension.MapEndpoints(endpoints =>
        {
            // Users may convert; nothing said means that a login is needed.
            endpoints.MapGet("/convert", Convert);
            endpoints.MapGet("/rates", async (Rates rates, CancellationToken cancel) => new { Rates = await rates.All(cancel) }).AllowAnonymous();
            endpoints.MapPost("/refresh", async (Rates rates, CancellationToken cancel) => new Refreshed(await rates.Refresh(cancel))).RequireAdmin();
        });
    }

    private static async Task<IResult> Convert(decimal amount, string from, string to, Rates rates, CancellationToken cancel)
    {
        var (source, target) = (await rates.Get(from, cancel), await rates.Get(to, cancel));
        if (source is null || target is null) return Results.Problem($"There is no rate of {(source is null ? from : to)}", statusCode: StatusCodes.Status404NotFound);
        return Results.Ok(new Converted(Math.Round(amount / source.Value * target.Value, 4), to.ToUpperInvariant(), source.IsStale || target.IsStale));
    }
}

/// <summary>An amount in another currency.</summary>
/// <param name="IsStale">Whether the rate is older than it should be, since the service did not answer.</param>
public sealed record Converted(decimal Amount, string Currency, bool IsStale);

/// <summary>How many rates were fetched.</summary>
public sealed record Refreshed(int Rates);

/// <summary>The daily job.</summary>
public static class CurrencyFunctions
{
    [Function("refresh_currency_rates", Description = "Fetches the rates of all currencies", Auth = AuthLevel.Admin)]
    [Schedule("0 6 * * *", Zone = "UTC", MaxRetries = 3)]
    public static async Task<Refreshed> Refresh(Rates rates, CancellationToken cancel) => new(await rates.Refresh(cancel));
}
