/// <summary>The rate of a currency.</summary>
public sealed record Rate(string Currency, decimal Value, DateTimeOffset FetchedAt, bool IsStale);

/// <summary>The rates in the extension's own table. They are fetched when they are too old, and the old ones serve where that fails.</summary>
public sealed class Rates(IExtensionTables tables, RateService service, IConfiguration settings, TimeProvider clock, ILogger<Rates> logger)
{
    private readonly string _base = (settings["base"] ?? "EUR").ToUpperInvariant();
    private readonly TimeSpan _maxAge = TimeSpan.FromHours(settings.GetValue("max_age_hours", 12));

    /// <summary>The rate of a currency; null if there is none.</summary>
    public async Task<Rate?> Get(string currency, CancellationToken cancel)
    {
        currency = currency.ToUpperInvariant();
        if (currency == _base) return new Rate(_base, 1, clock.GetUtcNow(), IsStale: false);
        var kept = await Find(currency, cancel);
        if (kept is { IsStale: false }) return kept;
        try
        {
            await Refresh(cancel);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            logger.LogWarning("The rates could not be fetched: {Problem}", error.Message);
        }

        return await Find(currency, cancel) ?? kept;
    }

    /// <summary>All that are kept.</summary>
    public async Task<IReadOnlyList<Rate>> All(CancellationToken cancel) =>
        [.. (await tables.QueryAsync($"SELECT currency, rate, fetched_at FROM ext_currency_rates_rate ORDER BY currency", cancel)).Select(Read)];

    /// <summary>Fetches them all.</summary>
    /// <returns>How many there are.</returns>
    public async Task<int> Refresh(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var rates = await service.Latest(_base, cancel);
        return await tables.ExecuteAsync(
            [.. rates.Select(rate => (FormattableString)$"""
                INSERT INTO ext_currency_rates_rate (currency, rate, fetched_at) VALUES ({rate.Key}, {rate.Value}, {now})
                ON CONFLICT (currency) DO UPDATE SET rate = excluded.rate, fetched_at = excluded.fetched_at
                """)],
            cancel);
    }

    private async Task<Rate?> Find(string currency, CancellationToken cancel) =>
        (await tables.QueryAsync($"SELECT currency, rate, fetched_at FROM ext_currency_rates_rate WHERE currency = {currency}", cancel)).Select(Read).FirstOrDefault();

    private Rate Read(TableRow row)
    {
        var fetchedAt = row.Get<DateTimeOffset>("fetched_at");
        return new Rate(row.Get<string>("currency"), row.Get<decimal>("rate"), fetchedAt, clock.GetUtcNow() - fetchedAt > _maxAge);
    }
}
