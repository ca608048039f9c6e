using System.Globalization;

namespace TinyBase.Configuration.Toml;

/// <summary>
/// Reads dates and times as RFC 3339 writes them. Fractions of a second are kept to 100 ns, the rest is cut off. A leap
/// second and the year 0 have no counterpart in .NET and are refused.
/// </summary>
internal static class TomlDateTime
{
    private const int DateLength = 10;
    private const int TimeLength = 8;

    /// <summary>Whether the token begins like a date or a time, be it a correct one or not.</summary>
    public static bool LooksLikeOne(string token) => LooksLikeDate(token)
        || (token.Length > 2 && char.IsAsciiDigit(token[0]) && char.IsAsciiDigit(token[1]) && token[2] == ':');

    /// <summary>Whether the token is as long as a date and begins like one, so that a time may follow after a space.</summary>
    public static bool IsOnlyDate(string token) => token.Length == DateLength && LooksLikeDate(token);

    /// <summary>The date, time or both that <paramref name="token"/> is; null if it is none.</summary>
    public static TomlValue? Read(ReadOnlySpan<char> token, TomlPosition position)
    {
        if (token.Length > 2 && token[2] == ':')
            return ReadTime(ref token) is { } alone && token.IsEmpty ? new TomlLocalTime(alone, position) : null;
        if (ReadDate(ref token) is not { } date)
            return null;
        if (token.IsEmpty)
            return new TomlLocalDate(date, position);
        if (token[0] is not ('T' or 't' or ' '))
            return null;
        token = token[1..];
        if (ReadTime(ref token) is not { } time)
            return null;
        if (token.IsEmpty)
            return new TomlLocalDateTime(date.ToDateTime(time), position);
        return ReadOffset(token) is { } offset ? new TomlOffsetDateTime(date.ToDateTime(time), offset, position) : null;
    }

    private static bool LooksLikeDate(string token)
        => token.Length > 4 && token[4] == '-' && token.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') < 0;

    private static DateOnly? ReadDate(ref ReadOnlySpan<char> token)
    {
        if (token.Length < DateLength
            || !DateOnly.TryParseExact(token[..DateLength], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return null;
        token = token[DateLength..];
        return date;
    }

    private static TimeOnly? ReadTime(ref ReadOnlySpan<char> token)
    {
        if (token.Length < TimeLength
            || !TimeOnly.TryParseExact(token[..TimeLength], "HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return null;
        token = token[TimeLength..];
        if (token.IsEmpty || token[0] != '.')
            return time;

        var digits = token[1..].IndexOfAnyExceptInRange('0', '9');
        if (digits < 0)
            digits = token.Length - 1;
        if (digits == 0)
            return null;
        var ticks = 0L;
        for (var i = 1; i <= 7; i++)
            ticks = ticks * 10 + (i <= digits ? token[i] - '0' : 0);
        token = token[(digits + 1)..];
        return time.Add(TimeSpan.FromTicks(ticks));
    }

    private static TimeSpan? ReadOffset(ReadOnlySpan<char> token)
    {
        if (token is "Z" or "z")
            return TimeSpan.Zero;
        if (token[0] is not ('+' or '-')
            || !TimeOnly.TryParseExact(token[1..], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var offset))
            return null;
        return token[0] == '-' ? -offset.ToTimeSpan() : offset.ToTimeSpan();
    }
}
