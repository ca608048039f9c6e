using System.Diagnostics;

namespace TinyBase.Benchmarks.LoginFlood;

/// <summary>Begins pieces of work at a steady rate, whether or not those before have ended.</summary>
internal static class Pace
{
    /// <summary>Runs for a time.</summary>
    /// <param name="work">Given the moment that it was due, as a timestamp.</param>
    /// <returns>Ends when the last piece has ended.</returns>
    public static async Task Keep(int aSecond, TimeSpan length, Func<long, Task> work)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var running = new List<Task>();
        var from = Stopwatch.GetTimestamp();
        for (var begun = 0L; await ticks.WaitForNextTickAsync().ConfigureAwait(false);)
        {
            var elapsed = Stopwatch.GetElapsedTime(from);
            if (elapsed >= length) break;
            for (var due = (long)(elapsed.TotalSeconds * aSecond); begun < due; begun++)
            {
                running.Add(work(from + (long)((begun + 1) * (double)Stopwatch.Frequency / aSecond)));
            }

            if (running.Count > aSecond) running.RemoveAll(task => task.IsCompletedSuccessfully);
        }

        await Task.WhenAll(running).ConfigureAwait(false);
    }
}
