using System.Diagnostics.CodeAnalysis;

namespace TinyBase.Configuration.SettingTypes;

/// <summary>What values a setting takes, and how they are read and shown.</summary>
internal abstract class SettingType<T>
{
    /// <summary>The type as one would name it: boolean, integer, string or list.</summary>
    public virtual string Name => "string";

    /// <summary>What a right value looks like, so that "must be …" reads well.</summary>
    public abstract string Expected { get; }

    /// <summary>Reads a value; without refusals it is right.</summary>
    public abstract T? Read(GivenValue given, ICollection<Refusal> refusals);

    /// <summary>The value as one would write it; null for none.</summary>
    public abstract string? Show(T value);
}

/// <summary>The type of a setting that is one text, not a list.</summary>
internal abstract class ScalarType<T> : SettingType<T>
{
    public sealed override T? Read(GivenValue given, ICollection<Refusal> refusals)
    {
        if (given.Text is { } text && TryRead(text, out var value))
            return value;
        refusals.Add(new Refusal(given.Where, Expected, ShowRefused(given)));
        return default;
    }

    protected abstract bool TryRead(string text, [NotNullWhen(true)] out T? value);

    protected virtual string ShowRefused(GivenValue given) => given.Shown;
}
