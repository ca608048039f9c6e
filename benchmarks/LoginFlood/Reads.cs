using System.Diagnostics;

namespace TinyBase.Benchmarks.LoginFlood;

/// <summary>Reads of random records, each timed from the moment that it was due.</summary>
internal sealed class Reads(HttpClient http, string token, string[] ids)
{
    private readonly List<double> _milliseconds = [];
    private int _errors;

    public async Task Run(int aSecond, TimeSpan length)
    {
        _milliseconds.Clear();
        _errors = 0;
        var next = 0;
        await Pace.Keep(aSecond, length, due => One(ids[next++ * 7919L % ids.Length], due)).ConfigureAwait(false);
    }

    public string Describe(TimeSpan length)
    {
        _milliseconds.Sort();
        return $"{_milliseconds.Count / length.TotalSeconds:0} reads/s, p50 {At(0.5):0.00} ms, p99 {At(0.99):0.00} ms, p99.9 {At(0.999):0.00} ms, {_errors} errors";
    }

    private double At(double part) => _milliseconds.Count == 0 ? 0 : _milliseconds[(int)(part * (_milliseconds.Count - 1))];

    private async Task One(string id, long due)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/collections/items/records/" + id);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        var succeeded = false;
        try
        {
            using var answer = await http.SendAsync(request).ConfigureAwait(false);
            succeeded = answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Counted as an error below.
        }

        lock (_milliseconds)
        {
            if (succeeded) _milliseconds.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
            else _errors++;
        }
    }
}
