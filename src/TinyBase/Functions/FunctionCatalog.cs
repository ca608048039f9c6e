using System.Collections.Immutable;

using TinyBase.Functions.Building;

namespace TinyBase.Functions;

/// <summary>All functions there are, and how it stands with each.</summary>
internal sealed class FunctionCatalog
{
    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<string, FunctionState> _states = ImmutableSortedDictionary.Create<string, FunctionState>(StringComparer.Ordinal);
    private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile object _version = new();

    public FunctionCatalog(IEnumerable<InProcess.InProcessFunctions> own)
    {
        foreach (var function in own.SelectMany(functions => functions.All))
        {
            if (_states.ContainsKey(function.Name)) throw new InvalidOperationException($"There are two functions with the name '{function.Name}'.");
            _states = _states.Add(function.Name, new FunctionState(function.Name, function, IsBuilding: false, []));
        }
    }

    /// <summary>Another object after each change of what can be called.</summary>
    public object Version => _version;

    /// <summary>Ends with the next change of how it stands with a function.</summary>
    public Task Changed => Volatile.Read(ref _change).Task;

    /// <summary>How it stands with each function, by name.</summary>
    public IEnumerable<FunctionState> States => _states.Values;

    /// <summary>The functions that can be called, by name.</summary>
    public IEnumerable<ServedFunction> All => _states.Values.Select(state => state.Served).OfType<ServedFunction>();

    /// <summary>How it stands with a function; null if there is none of that name.</summary>
    public FunctionState? Find(string name) => _states.GetValueOrDefault(name);

    /// <summary>Who serves a function of that name, as a sentence begins with it.</summary>
    public string OwnerOf(string name) => Find(name)?.Served switch
    {
        { Extension: { } extension } => $"The extension '{extension}'",
        { File: null } => "The app",
        _ => "The folder of functions",
    };

    /// <summary>Waits while a function has no version yet and one is being built.</summary>
    /// <returns>How it stands with it then; null if there is none of that name.</returns>
    public async Task<FunctionState?> Settled(string name, TimeSpan limit, TimeProvider clock, CancellationToken cancel)
    {
        // Each look counts as a whole: between two of them a function that there was not may begin to be built.
        var state = Find(name);
        if (!IsAwaited(state)) return state;
        using var timeout = new CancellationTokenSource(limit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        while (!stop.IsCancellationRequested)
        {
            // Taken first, so that a change after the look is not missed.
            var change = Volatile.Read(ref _change).Task;
            state = Find(name);
            if (!IsAwaited(state)) return state;
            await Task.WhenAny(change, Task.Delay(Timeout.Infinite, stop.Token)).ConfigureAwait(false);
        }

        cancel.ThrowIfCancellationRequested();
        return state;

        static bool IsAwaited(FunctionState? state) => state is { Served: null, IsBuilding: true };
    }

    /// <summary>Says that a file of a function was found or has changed.</summary>
    /// <returns>False if the name is taken.</returns>
    public bool BeginBuild(string name) => Change(name, state => (state ?? new(name, null, false, [])) with { IsBuilding = true });

    /// <summary>Serves a new version.</summary>
    /// <returns>The one that answered before; null for none.</returns>
    public ServedFunction? Serve(ServedFunction function)
    {
        ServedFunction? before = null;
        Change(function.Name, state =>
        {
            before = state?.Served;
            return new FunctionState(function.Name, function, IsBuilding: false, []);
        });
        return before;
    }

    /// <summary>Says why the newest version cannot be served; the one before goes on answering.</summary>
    public void Fail(string name, IReadOnlyList<FunctionProblem> problems) =>
        Change(name, state => new FunctionState(name, state?.Served, IsBuilding: false, problems));

    /// <summary>Serves the functions of an extension, all or none.</summary>
    /// <returns>The name that is taken; null if there is none.</returns>
    public string? Add(IReadOnlyList<ServedFunction> functions)
    {
        lock (_gate)
        {
            if (functions.FirstOrDefault(function => _states.ContainsKey(function.Name)) is { } clash) return clash.Name;
            _states = _states.AddRange(functions.Select(function => KeyValuePair.Create(function.Name, new FunctionState(function.Name, function, IsBuilding: false, []))));
            Tell();
            return null;
        }
    }

    /// <summary>Forgets the functions of an extension.</summary>
    public void Remove(IReadOnlyList<ServedFunction> functions)
    {
        lock (_gate)
        {
            _states = _states.RemoveRange(functions.Where(function => _states.GetValueOrDefault(function.Name)?.Served == function).Select(function => function.Name));
            Tell();
        }
    }

    /// <summary>Forgets a function whose file is gone.</summary>
    /// <returns>The version that answered; null for none.</returns>
    public ServedFunction? Remove(string name)
    {
        ServedFunction? before = null;
        Change(name, state =>
        {
            before = state?.Served;
            return null;
        });
        return before;
    }

    private bool Change(string name, Func<FunctionState?, FunctionState?> change)
    {
        lock (_gate)
        {
            var before = _states.GetValueOrDefault(name);
            if (before?.Served is { File: null }) return false;
            var after = change(before);
            _states = after is null ? _states.Remove(name) : _states.SetItem(name, after);
            Tell(before?.Served != after?.Served);
            return true;
        }
    }

    private void Tell(bool isServedAnew = true)
    {
        if (isServedAnew) _version = new object();
        var told = _change;
        Volatile.Write(ref _change, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        told.TrySetResult();
    }
}
