namespace TinyBase.Extensions.Hooks;

/// <summary>Those who are told of one event, in their order.</summary>
/// <param name="Now">Those that are run beside or before it.</param>
/// <param name="Kept">Those whose events are kept until they have taken them.</param>
internal sealed record HookList(IReadOnlyList<Hook> Now, IReadOnlyList<Subscriber> Kept)
{
    public static readonly HookList Empty = new([], []);

    public bool IsEmpty => Now.Count == 0 && Kept.Count == 0;
}

/// <summary>All subscribers, looked up by what happened to which collection or function. It never changes.</summary>
internal sealed class HookTable
{
    public static readonly HookTable Empty = new([]);

    private readonly HookList[] _ofAll = new HookList[HookPoints.Count];
    private readonly Dictionary<string, HookList>[] _ofOne = new Dictionary<string, HookList>[HookPoints.Count];

    public HookTable(IReadOnlyList<Subscriber> all)
    {
        All = all;
        foreach (var point in Enum.GetValues<HookPoint>())
        {
            var here = all.Where(subscriber => subscriber.Point == point).OrderBy(subscriber => subscriber.Order).ToList();
            _ofAll[(int)point] = List(here.Where(subscriber => subscriber.Filter is null));
            _ofOne[(int)point] = here.Select(subscriber => subscriber.Filter).OfType<string>().Distinct(StringComparer.Ordinal).ToDictionary(
                filter => filter,
                filter => List(here.Where(subscriber => subscriber.Filter is null || subscriber.Filter == filter)),
                StringComparer.Ordinal);
        }
    }

    /// <summary>All, in the order in which they were added.</summary>
    public IReadOnlyList<Subscriber> All { get; }

    /// <summary>Those who are told.</summary>
    /// <param name="point">What happens.</param>
    /// <param name="subject">The collection or function; null where there is none.</param>
    public HookList For(HookPoint point, string? subject)
    {
        var ofOne = _ofOne[(int)point];
        return subject is not null && ofOne.Count > 0 && ofOne.TryGetValue(subject, out var found) ? found : _ofAll[(int)point];
    }

    private static HookList List(IEnumerable<Subscriber> subscribers)
    {
        var list = subscribers.ToList();
        return list.Count == 0
            ? HookList.Empty
            : new HookList([.. list.OfType<Hook>().Where(hook => !hook.IsDurable)], [.. list.Where(subscriber => subscriber.IsDurable)]);
    }
}
