using System.Globalization;

namespace TinyBase.Examples.LoadData;

/// <summary>What was loaded, and how fast.</summary>
internal sealed class Summary(TimeProvider time)
{
    private readonly List<(string Name, int Rows, TimeSpan Time)> _loaded = [];

    public async Task MeasureAsync(DataFile file, Func<Task> load)
    {
        var started = time.GetTimestamp();
        await load().ConfigureAwait(false);
        _loaded.Add((file.Collection.Name, file.Rows.Count, time.GetElapsedTime(started)));
    }

    public void Print()
    {
        foreach (var (name, rows, taken) in _loaded)
        {
            Print(name, rows, taken);
        }

        Print("together", _loaded.Sum(part => part.Rows), new TimeSpan(_loaded.Sum(part => part.Time.Ticks)));
    }

    private static void Print(string name, int rows, TimeSpan taken) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-10} {rows,6} rows in {taken.TotalSeconds,6:0.00} s {rows / taken.TotalSeconds,8:0} rows/s"));
}
