using TinyBase.Auth;

namespace TinyBase.Collections.Schema;

/// <summary>An e-mail address, kept as it was given without the blanks around it.</summary>
internal sealed class EmailType() : FormattedType("email")
{
    public override bool Supports(RuleKind kind) => kind is RuleKind.Length or RuleKind.Pattern;

    protected override FieldProblem? TryRead(string given, out string kept)
    {
        kept = given.Trim();
        var reason = "The address must stand alone, without a name.";
        if (!kept.EndsWith('>') && EmailAddress.TryParse(kept, out _, out reason))
        {
            return null;
        }

        return new FieldProblem(
            "value_error", $"value is not a valid email address: {reason}", new Dictionary<string, object?> { ["reason"] = reason });
    }
}
