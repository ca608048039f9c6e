using System.Globalization;

namespace TinyBase.Auth;

/// <summary>What a password must be for a user to choose it: long enough and not among the first that somebody would try.</summary>
internal static class PasswordRules
{
    /// <summary>Rows and columns of keyboards, digits and the alphabet, as one types along them.</summary>
    private static readonly string[] Runs =
    [
        "01234567890", "abcdefghijklmnopqrstuvwxyz",
        "qwertyuiop[]asdfghjkl;'zxcvbnm,./", "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn",
        "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/", "1q2w3e4r5t6y7u8i9o0p", "!@#$%^&*()_+",
    ];

    /// <summary>Checks a new password.</summary>
    /// <param name="email">The address of the account in its normal form; null if that is not known.</param>
    /// <returns>A sentence that says what is wrong, without the password; null if nothing is.</returns>
    public static string? Problem(string password, string? email)
    {
        var length = password.EnumerateRunes().Count();
        if (length is < Passwords.MinLength or > Passwords.MaxLength)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"A password must have {Passwords.MinLength} to {Passwords.MaxLength} characters, not {length}.");
        }

        if (email is not null && IsAddress(password, email)) return "A password must not be the e-mail address or the part of it before the @-sign.";
        var (whole, stem) = (password.ToLowerInvariant(), CommonPasswords.Stem(password));
        if (IsRepeated(whole) || IsRepeated(stem)) return "A password must not be one character again and again.";
        if (IsRun(whole) || IsRun(stem)) return "A password must not be a plain sequence such as 12345678 or qwertyui.";
        return CommonPasswords.Contains(password) ? "This password is among the most common ones, which are tried first." : null;
    }

    private static bool IsAddress(string password, string email) =>
        string.Equals(password, email, StringComparison.OrdinalIgnoreCase)
        || password.AsSpan().Equals(email.AsSpan(0, email.LastIndexOf('@')), StringComparison.OrdinalIgnoreCase);

    private static bool IsRepeated(string text) =>
        text.Length >= Passwords.MinLength - 2 && text.EnumerateRunes().Distinct().Count() == 1;

    private static bool IsRun(string text) =>
        text.Length >= Passwords.MinLength - 2
        && Runs.Any(run => run.Contains(text, StringComparison.Ordinal) || Reversed(run).Contains(text, StringComparison.Ordinal));

    private static string Reversed(string text)
    {
        var characters = text.ToCharArray();
        characters.AsSpan().Reverse();
        return new string(characters);
    }
}
