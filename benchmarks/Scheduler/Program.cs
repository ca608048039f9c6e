using System.Diagnostics;

using TinyBase.Benchmarks.Scheduler;
using TinyBase.Scheduling;

const int Looks = 2000;
const string Hourly = """{"method":"interval","unit":"hours","value":1}""";
const string EverySecond = """{"method":"interval","unit":"seconds","value":1}""";
var seconds = args is [var given] ? int.Parse(given, null) : 20;

Console.WriteLine("| schedules, none due | a look, µs | of processor time, µs |");
Console.WriteLine("| ---: | ---: | ---: |");
foreach (var count in (int[])[0, 100, 10_000, 100_000])
{
    using var bench = new Bench();
    await bench.Add(count, Hourly, TimeProvider.System.GetUtcNow().AddHours(1), TimeSpan.FromHours(1));
    await Look(bench);
    var (began, worked) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
    for (var i = 0; i < Looks; i++) await Look(bench);
    var took = (Environment.CpuUsage.TotalTime - worked).TotalMicroseconds / Looks;
    Console.WriteLine($"| {count:N0} | {Bench.Text(Stopwatch.GetElapsedTime(began).TotalMicroseconds / Looks)} | {Bench.Text(took)} |");
}

Console.WriteLine();
Console.WriteLine("| schedules, each every second | due | runs | late, p50 ms | p99 ms | most ms | processor time a run, µs |");
Console.WriteLine("| ---: | --- | ---: | ---: | ---: | ---: | ---: |");
foreach (var (count, within, name) in ((int, TimeSpan, string)[])[(100, TimeSpan.FromSeconds(1), "spread"), (100, TimeSpan.Zero, "all at once"), (300, TimeSpan.FromSeconds(1), "spread")])
{
    using var bench = new Bench();
    // Ten thousand more that are not due.
    await bench.Add(10_000, Hourly, TimeProvider.System.GetUtcNow().AddHours(1), TimeSpan.FromHours(1));
    await bench.Add(count, EverySecond, TimeProvider.System.GetUtcNow().AddSeconds(1), within);
    var lateness = new Lateness();
    var worked = Environment.CpuUsage.TotalTime;
    using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
    await bench.NewEngine(lateness, places: 10).Work(stop.Token, CancellationToken.None);
    var sorted = lateness.Sorted;
    double At(double share) => sorted[(int)(share * (sorted.Length - 1))];
    Console.WriteLine($"| {count} | {name} | {sorted.Length:N0} | {Bench.Text(At(0.5))} | {Bench.Text(At(0.99))} | {Bench.Text(sorted[^1])} | {Bench.Text((Environment.CpuUsage.TotalTime - worked).TotalMicroseconds / sorted.Length)} |");
}

// What the engine asks at each look, for both kinds of schedules.
static async Task Look(Bench bench)
{
    var now = TimeProvider.System.GetUtcNow();
    foreach (var group in (ScheduleGroup[])[ScheduleGroup.System, ScheduleGroup.Users])
    {
        await bench.Due.Waiting(group, now, 10, default);
        await bench.Due.Due(group, now, 10, default);
        await bench.Due.Next(group, default);
    }
}
