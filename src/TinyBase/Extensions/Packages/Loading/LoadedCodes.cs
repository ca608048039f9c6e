using System.Runtime.CompilerServices;

namespace TinyBase.Extensions.Packages.Loading;

/// <summary>
/// The code that is loaded. It stays loaded while its extension is disabled and is used again when that is enabled, since .NET often cannot let
/// go of it: whatever made something of its types (serializers, mappers) keeps them.
/// </summary>
internal sealed class LoadedCodes
{
    private const int Collections = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LoadedCode> _current = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<WeakReference>> _old = new(StringComparer.Ordinal);

    /// <summary>The code of an extension, loaded unless it is.</summary>
    /// <exception cref="ExtensionLoadException">It cannot be loaded.</exception>
    public LoadedCode Get(string extension, string assemblyPath)
    {
        var hash = ContentHash.Of(assemblyPath);
        lock (_gate)
        {
            if (_current.TryGetValue(extension, out var loaded) && loaded.Hash == hash) return loaded;
        }

        var code = LoadedCode.Load(extension, assemblyPath, hash);
        lock (_gate)
        {
            Forget(extension);
            _current[extension] = code;
        }

        return code;
    }

    /// <summary>Unloads the code of an extension that is stopped, as far as that goes.</summary>
    public void Unload(string extension)
    {
        lock (_gate) Forget(extension);
    }

    /// <summary>Whether code of an extension that was unloaded is still there, so that only a restart ends it.</summary>
    public bool IsStale(string extension)
    {
        lock (_gate)
        {
            if (!_old.TryGetValue(extension, out var old)) return false;
            old.RemoveAll(context => !context.IsAlive);
            if (old.Count == 0) _old.Remove(extension);
            return old.Count > 0;
        }
    }

    /// <summary>Has the collector look for code that was unloaded.</summary>
    /// <returns>Whether some of it is still there.</returns>
    public bool Collect(string extension)
    {
        for (var i = 0; i < Collections && IsStale(extension); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return IsStale(extension);
    }

    /// <summary>Not inlined, so that no local variable holds on to what is to go.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Forget(string extension)
    {
        if (!_current.Remove(extension, out var code)) return;
        if (!_old.TryGetValue(extension, out var old)) _old[extension] = old = [];
        old.Add(code.Unload());
    }
}
