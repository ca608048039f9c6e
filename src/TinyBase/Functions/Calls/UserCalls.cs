using System.Runtime.InteropServices;

using TinyBase.Configuration;

namespace TinyBase.Functions.Calls;

/// <summary>Counts the calls that each user has running. Only users are in it who have any, so it never grows beyond the calls there are.</summary>
internal sealed class UserCalls(CurrentSettings settings)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _running = new(StringComparer.Ordinal);

    /// <summary>Takes one of a user's places.</summary>
    /// <returns>False if all are taken.</returns>
    public bool TryBegin(string userId)
    {
        lock (_gate)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_running, userId, out _);
            if (count >= settings.Options.Functions.MaxConcurrentPerUser) return false;
            count++;
            return true;
        }
    }

    public void End(string userId)
    {
        lock (_gate)
        {
            if (--CollectionsMarshal.GetValueRefOrNullRef(_running, userId) == 0) _running.Remove(userId);
        }
    }
}
