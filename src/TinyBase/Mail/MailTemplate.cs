using System.Net;
using System.Text.RegularExpressions;

namespace TinyBase.Mail;

/// <summary>What an e-mail says, with places in double braces that are filled in when it is written.</summary>
internal sealed partial record MailTemplate(string Name, string Subject, string Text, string Html)
{
    public const int MaxSubject = 200;

    public const int MaxBody = 100_000;

    /// <summary>When somebody last changed it; null while it is as it came.</summary>
    public string? UpdatedAt { get; init; }

    /// <summary>Fills in the places. In HTML no value can be more than text.</summary>
    /// <param name="values">What is filled in, by name; a place that is not among them stays empty.</param>
    public RenderedMail Render(IReadOnlyDictionary<string, string> values)
    {
        string Value(Match place) => values.GetValueOrDefault(place.Groups[1].Value, string.Empty);
        // A subject is one line, whatever is filled in.
        var subject = Place().Replace(Subject, Value).ReplaceLineEndings(" ");
        return new RenderedMail(subject, Place().Replace(Text, Value), Place().Replace(Html, place => WebUtility.HtmlEncode(Value(place))));
    }

    /// <summary>The places of a template that there is nothing to fill in for, each with the field that it is in.</summary>
    public IEnumerable<(string Field, string Place)> UnknownPlaces(IReadOnlyList<string> known) =>
        new[] { ("subject", Subject), ("text", Text), ("html", Html) }
            .SelectMany(part => Place().Matches(part.Item2).Select(place => (part.Item1, place.Groups[1].Value)))
            .Where(found => !known.Contains(found.Value));

    [GeneratedRegex(@"\{\{\s*([a-z_]+)\s*\}\}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Place();
}

/// <summary>An e-mail as it is sent.</summary>
internal sealed record RenderedMail(string Subject, string Text, string Html);
