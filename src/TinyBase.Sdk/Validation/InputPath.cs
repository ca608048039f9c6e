namespace TinyBase.Sdk.Validation;

/// <summary>A place in the input: <c>body</c>, then names and indices from the outside in.</summary>
internal sealed class InputPath
{
    private readonly InputPath? _parent;
    private readonly object _key;

    private InputPath(InputPath? parent, object key)
    {
        _parent = parent;
        _key = key;
    }

    public static InputPath Body { get; } = new(null, "body");

    public InputPath Name(string name) => new(this, name);

    public InputPath Index(int index) => new(this, index);

    /// <summary>The place that a path of System.Text.Json, such as <c>$.items[0]['a b']</c>, leads to from here.</summary>
    public InputPath Follow(string? path)
    {
        var place = this;
        for (var at = 1; path is not null && at < path.Length;)
        {
            var end = path[at] == '.' ? path.IndexOfAny(['.', '['], at + 1) : Bracket(path, at);
            if (end < 0) end = path.Length;
            var part = path[at] == '.' ? path[(at + 1)..end] : path[(at + 1)..(end - 1)];
            place = int.TryParse(part, out var index) && path[at] == '[' ? place.Index(index) : place.Name(part.Trim('\''));
            at = end;
        }

        return place;
    }

    /// <summary>The parts from the outside in: texts and integers.</summary>
    public IReadOnlyList<object> Parts()
    {
        var parts = new List<object>();
        for (var place = this; place is not null; place = place._parent) parts.Add(place._key);
        parts.Reverse();
        return parts;
    }

    private static int Bracket(string path, int at)
    {
        var quoted = path.AsSpan(at).StartsWith("['");
        var end = path.IndexOf(quoted ? "']" : "]", at, StringComparison.Ordinal);
        return end < 0 ? -1 : end + (quoted ? 2 : 1);
    }
}
