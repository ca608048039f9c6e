using Microsoft.Extensions.Logging;

using TinyBase.Configuration;
using TinyBase.Functions.Building;
using TinyBase.Functions.Sandboxing;

namespace TinyBase.Functions.Workers;

/// <summary>
/// All processes of functions: so many at most, of which the one that was not used for longest gives way; so many idle ones, for so
/// long; and none that takes too much memory or too many threads.
/// </summary>
internal sealed partial class WorkerPool : IDisposable
{
    /// <summary>With those of the programs that it starts. The system limits only all functions together, so that one could take what the others need.</summary>
    private const int MaxThreads = 1000;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly FunctionOptions _options;
    private readonly DotNet _dotnet;
    private readonly FunctionCache _cache;
    private readonly IProcessSandbox _sandbox;
    private readonly WorkerRequests _requests;
    private readonly TimeProvider _clock;
    private readonly ILogger<WorkerPool> _logger;
    private readonly SemaphoreSlim _places;
    private readonly Lock _gate = new();
    private readonly Dictionary<Worker, FunctionBuild> _workers = [];
    private readonly ITimer _timer;
    private bool _isStopped;

    public WorkerPool(
        TinyBaseOptions options,
        DotNet dotnet,
        FunctionCache cache,
        IProcessSandbox sandbox,
        WorkerRequests requests,
        TimeProvider clock,
        ILogger<WorkerPool> logger)
    {
        _options = options.Functions;
        _dotnet = dotnet;
        _cache = cache;
        _sandbox = sandbox;
        _requests = requests;
        _clock = clock;
        _logger = logger;
        _places = new SemaphoreSlim(_options.MaxWorkers);
        _timer = clock.CreateTimer(static pool => ((WorkerPool)pool!).Look(), this, LookEvery, LookEvery);
    }

    /// <summary>The programs that processes run.</summary>
    public IReadOnlySet<string> Programs
    {
        get
        {
            lock (_gate) return _workers.Values.Select(build => build.Program).ToHashSet(StringComparer.Ordinal);
        }
    }

    /// <summary>Starts a process; where there are as many as there may be, one that is idle ends, or the call waits for one to become so.</summary>
    /// <exception cref="SandboxException">The program cannot be started.</exception>
    public async Task<Worker> Start(FunctionBuild build, CancellationToken cancel)
    {
        while (!await _places.WaitAsync(TimeSpan.Zero, cancel).ConfigureAwait(false))
        {
            MakeRoom();
            if (await _places.WaitAsync(LookEvery, cancel).ConfigureAwait(false)) break;
        }

        string? home = null;
        try
        {
            home = _cache.NewHome();
            var folder = Path.GetDirectoryName(build.Program)!;
            var process = _sandbox.Start(new SandboxedCommand(
                _dotnet.Host,
                [build.Program, "--worker"],
                home,
                FunctionEnvironment.ToRun(_dotnet, home, _options.WorkerMemoryMegabytes),
                [_dotnet.Root, folder],
                [home],
                SandboxKind.Run));
            return Keep(new Worker(build.Metadata.Name, process, _requests, _options.MaxResultBytes, _clock, _logger), build, home);
        }
        catch
        {
            GiveBack(home);
            throw;
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        List<Worker> all;
        lock (_gate)
        {
            _isStopped = true;
            all = [.. _workers.Keys];
        }

        foreach (var worker in all) worker.Dispose();
        // Their folders are removed as they end.
        Task.WhenAll(all.Select(worker => worker.Ended)).Wait(TimeSpan.FromSeconds(5));
    }

    private Worker Keep(Worker worker, FunctionBuild build, string home)
    {
        bool stopped;
        lock (_gate)
        {
            stopped = _isStopped;
            _workers.Add(worker, build);
        }

        worker.Ended.ContinueWith(
            _ =>
            {
                lock (_gate) _workers.Remove(worker);
                GiveBack(home);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        worker.TryReserve();
        if (stopped) worker.Dispose();
        return worker;
    }

    private void GiveBack(string? home)
    {
        _places.Release();
        if (home is null) return;
        try
        {
            Directory.Delete(home, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.NotRemoved(_logger, home, error.Message);
        }
    }

    private IEnumerable<Worker> Idle()
    {
        lock (_gate) return [.. _workers.Keys.Where(worker => worker.IsIdle).OrderBy(worker => worker.LastUsed)];
    }

    private void MakeRoom() => Idle().FirstOrDefault()?.StopIfIdle();

    /// <summary>Ends the processes that have been idle for long enough, and those that take too much memory or too many threads.</summary>
    private void Look()
    {
        var limit = _options.WorkerMemoryMegabytes * 1024L * 1024 * 3 / 2;
        List<Worker> all;
        lock (_gate) all = [.. _workers.Keys];
        foreach (var worker in all)
        {
            var usage = worker.Usage;
            if (usage.ResidentBytes > limit) worker.Kill(WorkerEnd.OutOfMemory);
            else if (usage.Threads > MaxThreads) worker.Kill(WorkerEnd.TooManyThreads);
        }

        var idle = Idle().ToList();
        var tooMany = idle.Count - _options.WarmWorkers;
        for (var i = 0; i < idle.Count; i++)
        {
            var time = _clock.GetElapsedTime(idle[i].LastUsed);
            if ((i < tooMany && time > LookEvery) || (_options.WarmSeconds > 0 && time.TotalSeconds > _options.WarmSeconds)) idle[i].StopIfIdle();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6111, LogLevel.Warning, "The folder {Folder} of a process of a function could not be removed: {Reason}")]
        public static partial void NotRemoved(ILogger logger, string folder, string reason);
    }
}
