using TinyBase.Hosting;
using TinyBase.Hosting.Throttling;

namespace TinyBase.Records.Import;

/// <summary>
/// How many imports run at once: each holds some megabytes. One caller has half of the places at most, so that nobody keeps all others
/// out by reading or sending slowly.
/// </summary>
internal sealed class ImportPlaces
{
    /// <summary>How many there are.</summary>
    public const int Count = 4;

    /// <summary>How many one user, program or anonymous address has at most.</summary>
    public const int CountOfOne = 2;

    private readonly Lock _gate = new();
    private readonly List<object> _taken = new(Count);

    /// <summary>Who an import is counted for.</summary>
    public static object Key(Caller caller, ClientAddress address) => (object?)(caller.Id ?? caller.ApplicationId) ?? address;

    /// <summary>Takes a place.</summary>
    /// <returns>Null, or why there is none.</returns>
    public string? TryTake(object key)
    {
        lock (_gate)
        {
            if (_taken.Count >= Count) return $"{Count} imports are running. Try again in a moment.";
            if (_taken.Count(taken => taken.Equals(key)) >= CountOfOne) return $"{CountOfOne} of your imports are running. Try again when one has ended.";
            _taken.Add(key);
            return null;
        }
    }

    public void Leave(object key)
    {
        lock (_gate) _taken.Remove(key);
    }
}
