namespace TinyBase.Records.Import;

/// <summary>How many imports run at once: each holds some megabytes.</summary>
internal sealed class ImportPlaces
{
    public const int Count = 4;

    private int _taken;

    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= Count) return true;
        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _taken);
}
