using System.Globalization;
using SQLitePCL;
using TinyBase.Benchmarks.Clustering;

const int Runs = 3;
bool[] layouts = [false, true];
(int BodySize, int Rows)[] sizes = [(100, 200_000), (500, 200_000), (1_000, 200_000), (20_000, 20_000)];

Batteries_V2.Init();
var directory = Directory.CreateTempSubdirectory("tinybase-clustering-").FullName;
var trials =
    from run in Enumerable.Range(0, Runs)
    from size in sizes
    from clustered in layouts
    select (size.BodySize, size.Rows, Clustered: clustered);

var measured = new List<(int BodySize, int Rows, bool Clustered, Figures Figures)>();
foreach (var (bodySize, rows, clustered) in trials)
    measured.Add((bodySize, rows, clustered, new Trial(directory, clustered, bodySize, rows).Run()));
Directory.Delete(directory, recursive: true);

Console.WriteLine($"SQLite {raw.sqlite3_libversion().utf8_to_string()}, medians of {Runs} interleaved runs, rates a second");
Console.WriteLine();
Console.WriteLine("| body | rows | table | inserts | gets | lists of 30 | lists of 30 of an owner | file, MB |");
Console.WriteLine("| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |");
foreach (var row in measured.GroupBy(m => (m.BodySize, m.Rows, m.Clustered)))
{
    string Median(Func<Figures, double> figure) =>
        row.Select(m => figure(m.Figures)).Order().ElementAt(Runs / 2).ToString("N0", CultureInfo.InvariantCulture);

    Console.WriteLine(
        $"| {row.Key.BodySize:N0} B | {row.Key.Rows:N0} | {(row.Key.Clustered ? "`WITHOUT ROWID`" : "rowid")} " +
        $"| {Median(f => f.Inserts)} | {Median(f => f.Gets)} | {Median(f => f.Lists)} | {Median(f => f.OwnerLists)} | {Median(f => f.Megabytes)} |");
}
