using System.Buffers;
using System.Globalization;

namespace TinyBase.Client;

/// <summary>Which tokens can be sent.</summary>
internal static class TokenText
{
    private static readonly SearchValues<char> Sendable = SearchValues.Create(
        [.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code)]);

    /// <summary>Refuses a token with characters that no token has, before a header is made of it.</summary>
    /// <exception cref="ArgumentException">It has blanks, control characters or others that are not ASCII.</exception>
    public static void Check(string token, string parameter)
    {
        var at = token.AsSpan().IndexOfAnyExcept(Sendable);
        if (at < 0)
        {
            return;
        }

        // The token itself is a secret and no part of the message.
        var character = string.Create(CultureInfo.InvariantCulture, $"U+{(int)token[at]:X4} at index {at} of {token.Length}");
        throw new ArgumentException(
            $"A token has no blanks, line ends, control characters or characters outside ASCII; this one has {character}.", parameter);
    }
}
