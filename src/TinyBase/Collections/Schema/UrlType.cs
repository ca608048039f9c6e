namespace TinyBase.Collections.Schema;

/// <summary>An absolute URL of the web, kept as it was given without the blanks around it.</summary>
internal sealed class UrlType() : FormattedType("url")
{
    private static readonly FieldProblem Unparsable = new(
        "url_parsing",
        "Input should be a valid URL that begins with http:// or https://",
        new Dictionary<string, object?> { ["error"] = "it is not an absolute URL of the schemes http or https" });

    public override bool Supports(RuleKind kind) => kind is RuleKind.Length or RuleKind.Pattern;

    protected override FieldProblem? TryRead(string given, out string kept)
    {
        kept = given.Trim();
        var isUrl = (kept.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
                || kept.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            && !kept.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter))
            && Uri.TryCreate(kept, UriKind.Absolute, out var url)
            && url.Host.Length > 0;
        return isUrl ? null : Unparsable;
    }
}
