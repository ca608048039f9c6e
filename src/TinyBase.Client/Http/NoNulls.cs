using System.Text.Json;

namespace TinyBase.Client;

/// <summary>Looks after what JSON can leave out of an answer although the type cannot.</summary>
internal static class NoNulls
{
    /// <exception cref="JsonException">The list, or something in it, is null.</exception>
    public static void Check<TItem>(IReadOnlyList<TItem>? list)
        where TItem : class
    {
        if (list is null || list.Any(item => item is null))
        {
            throw new JsonException("A list of the answer, or something in it, is null.");
        }
    }
}
