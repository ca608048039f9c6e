/// <summary>The service of somebody else that knows the rates.</summary>
public sealed class RateService
{
    private readonly HttpClient _http;

    public RateService(HttpClient http, IConfiguration settings)
    {
        _http = http;
        _http.BaseAddress = new Uri(settings["base_url"]!.TrimEnd('/') + "/");
        _http.Timeout = TimeSpan.FromSeconds(10);
        _http.MaxResponseContentBufferSize = 1024 * 1024;
        if (settings["api_key"] is { Length: > 0 } key) _http.DefaultRequestHeaders.Add("X-Api-Key", key);
    }

    /// <summary>The rates of all currencies.</summary>
    public async Task<IReadOnlyDictionary<string, double>> Latest(string currency, CancellationToken cancel) =>
        (await _http.GetFromJsonAsync<Answer>($"latest?base={Uri.EscapeDataString(currency)}", cancel))?.Rates
        ?? throw new HttpRequestException("The service answered without rates");

    private sealed record Answer(Dictionary<string, double> Rates);
}
