using Spectre.Console;
using TinyBase.Client;

namespace TinyBase.Examples.LoadData;

/// <summary>One run: read the files, log in, look what is there, load, report.</summary>
internal static class LoadRun
{
    /// <summary>Returns false if collections are in the way, after saying which.</summary>
    public static async Task<bool> RunAsync(Uri url, Login login, string folder, bool replace, CancellationToken cancel)
    {
        // All files are read and all collections are looked for before anything on the server changes.
        var files = await SampleData.ReadAsync(folder, cancel).ConfigureAwait(false);
        using var client = new TinyBaseClient(url);
        await login.ApplyAsync(client, cancel).ConfigureAwait(false);

        var loader = new Loader(client);
        var existing = new HashSet<DataFile>();
        foreach (var file in files)
        {
            if (await loader.ExistsAsync(file, cancel).ConfigureAwait(false))
            {
                existing.Add(file);
            }
        }

        if (existing.Count > 0 && !replace)
        {
            var names = string.Join(", ", existing.Select(file => file.Collection.Name));
            await Console.Error
                .WriteLineAsync($"There already: {names}. Nothing was loaded; --replace deletes them first, with all their records.")
                .ConfigureAwait(false);
            return false;
        }

        await LoadAsync(loader, files, existing, cancel).ConfigureAwait(false);
        return true;
    }

    private static async Task LoadAsync(Loader loader, IReadOnlyList<DataFile> files, HashSet<DataFile> existing, CancellationToken cancel)
    {
        var summary = new Summary(TimeProvider.System);
        if (!AnsiConsole.Profile.Out.IsTerminal)
        {
            foreach (var file in files)
            {
                Console.WriteLine($"{file.Collection.Name}: loading {file.Rows.Count} rows of {file.FileName}");
                await summary.MeasureAsync(file, () => loader.LoadAsync(file, existing.Contains(file), loaded: null, cancel)).ConfigureAwait(false);
            }
        }
        else
        {
            await AnsiConsole.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(async progress =>
                {
                    var bars = files.Select(file => progress.AddTask(file.Collection.Name, autoStart: false, maxValue: file.Rows.Count)).ToList();
                    foreach (var (file, bar) in files.Zip(bars))
                    {
                        bar.StartTask();
                        await summary
                            .MeasureAsync(file, () => loader.LoadAsync(file, existing.Contains(file), new BarProgress(bar), cancel))
                            .ConfigureAwait(false);
                    }
                })
                .ConfigureAwait(false);
        }

        summary.Print();
    }

    /// <summary>Moves a bar as records are created.</summary>
    private sealed class BarProgress(ProgressTask bar) : IProgress<int>
    {
        public void Report(int value) => bar.Increment(value);
    }
}
