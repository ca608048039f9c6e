using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace TinyBase.Configuration.SettingTypes;

/// <summary>The type of a setting that is a list: as a list, as JSON or separated by commas.</summary>
internal abstract class ListType<T> : SettingType<IReadOnlyList<T>>
{
    public override string Name => "list";

    /// <summary>What the whole of it looks like, for a value that is no list at all.</summary>
    protected abstract string ExpectedList { get; }

    public override string? Show(IReadOnlyList<T> value) =>
        new JsonArray([.. value.Select(item => JsonValue.Create(ShowItem(item)))]).ToJsonString();

    public sealed override IReadOnlyList<T> Read(GivenValue given, ICollection<Refusal> refusals)
    {
        if (given.AsList() is not { } items)
        {
            refusals.Add(new Refusal(given.Where, ExpectedList, given.Shown));
            return [];
        }

        var list = new List<T>();
        foreach (var item in items)
        {
            if (item.Text is { } text && TryReadItem(text, out var value)) list.Add(value);
            else refusals.Add(new Refusal(item.Where, Expected, item.Shown));
        }

        return list;
    }

    protected abstract bool TryReadItem(string text, [NotNullWhen(true)] out T? value);

    protected abstract string ShowItem(T value);
}
