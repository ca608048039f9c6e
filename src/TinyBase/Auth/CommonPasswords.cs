namespace TinyBase.Auth;

/// <summary>
/// Passwords that are tried first by whoever guesses, also when a few letters are written as digits or signs and when digits or
/// signs follow them.
/// </summary>
internal static class CommonPasswords
{
    /// <summary>A shorter rest could be the beginning of anything.</summary>
    private const int MinStem = 5;

    private static readonly Lazy<HashSet<string>> Forms = new(Load);

    /// <summary>Whether a password is one of them.</summary>
    public static bool Contains(string password) => FormsOf(password).Any(Forms.Value.Contains);

    /// <summary>A password without the digits and signs at its end, in lower case.</summary>
    public static string Stem(string password)
    {
        var end = password.Length;
        while (end > 0 && char.IsAscii(password[end - 1]) && !char.IsAsciiLetter(password[end - 1])) end--;
        return password[..end].ToLowerInvariant();
    }

    private static HashSet<string> Load()
    {
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        var forms = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } password) forms.UnionWith(FormsOf(password));
        return forms;
    }

    private static IEnumerable<string> FormsOf(string password)
    {
        yield return password.ToLowerInvariant();
        var stem = Stem(password);
        if (stem.Length < MinStem) yield break;
        // A 1 is written for either letter.
        yield return Spell(stem, 'i');
        yield return Spell(stem, 'l');
    }

    /// <summary>Letters for the digits and signs that stand for them.</summary>
    private static string Spell(string text, char one) => string.Create(text.Length, (text, one), static (letters, given) =>
    {
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = given.text[i] switch
            {
                '0' => 'o',
                '1' or '!' or '|' => given.one,
                '3' => 'e',
                '4' or '@' => 'a',
                '5' or '$' => 's',
                '7' or '+' => 't',
                var other => other,
            };
        }
    });
}
