using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

using TinyBase.Auth;
using TinyBase.Collections.Schema;

namespace TinyBase.Hosting;

/// <summary>
/// Takes the fields of a request body and gathers everything that is wrong with them, so that the client hears of it at once.
/// </summary>
internal sealed class BodyFields
{
    private const string Mask = "***";

    private static readonly string[] Secrets =
    [
        "password", "current_password", "token", "secret", "headers", "code", "code_verifier", "storage_access_key", "storage_secret_key", "email_smtp_password",
    ];

    private readonly JsonElement _body;
    private readonly List<ValidationError> _errors = [];

    public BodyFields(JsonElement body)
    {
        _body = body;
        if (body.ValueKind == JsonValueKind.Object) return;
        _errors.Add(new ValidationError(
            "model_attributes_type", ["body"], "Input should be a valid dictionary or object to extract fields from", InputEcho.Of(body)));
    }

    /// <summary>The body as it was given: any JSON value.</summary>
    public JsonElement Body => _body;

    public IReadOnlyList<ValidationError> Errors => _errors;

    /// <summary>An e-mail address in its normal form, or null and an error.</summary>
    public string? Email(string name)
    {
        if (Text(name) is not { } text) return null;
        if (EmailAddress.TryParse(text, out var address, out var reason)) return address;
        Add("value_error", name, $"value is not a valid email address: {reason}", Find(name), Context("reason", reason));
        return null;
    }

    /// <summary>A required secret, which no error repeats.</summary>
    public string? Secret(string name, int min = 0, int max = int.MaxValue) => Bounded(name, Text(name, secret: true), min, max, secret: true);

    /// <summary>A secret that may be absent or null.</summary>
    public string? OptionalSecret(string name, int min, int max) => IsAbsent(name) ? null : Secret(name, min, max);

    /// <summary>A password that somebody chooses, or null and an error that does not repeat it.</summary>
    /// <param name="email">The address of the account; null if it is not known.</param>
    public string? NewPassword(string name, string? email)
    {
        if (Secret(name, Passwords.MinLength, Passwords.MaxLength) is not { } password) return null;
        if (PasswordRules.Problem(password, email) is not { } reason) return password;
        Add("value_error", name, $"value is not an acceptable password: {reason}", Masked(), Context("reason", reason));
        return null;
    }

    /// <summary>A required text, its length counted in code points.</summary>
    public string? Text(string name, int min, int max) => Bounded(name, Text(name), min, max, secret: false);

    /// <summary>A required text that fits a pattern.</summary>
    public string? Pattern(string name, int min, int max, Regex pattern)
    {
        if (Text(name, min, max) is not { } text) return null;
        if (pattern.IsMatch(text)) return text;
        var shown = pattern.ToString().Replace("\\z", "$", StringComparison.Ordinal);
        Add("string_pattern_mismatch", name, $"String should match pattern '{shown}'", Find(name), Context("pattern", shown));
        return null;
    }

    /// <summary>A text that may be absent or null.</summary>
    public string? OptionalText(string name, int min, int max) => IsAbsent(name) ? null : Text(name, min, max);

    /// <summary>A secret that may be absent or null, which no error repeats.</summary>
    public string? OptionalSecret(string name, int max) => IsAbsent(name) ? null : Secret(name, 0, max);

    /// <summary>An integer within bounds that may be absent or null.</summary>
    public int? OptionalInteger(string name, int min, int max)
    {
        if (IsAbsent(name)) return null;
        var value = Find(name)!.Value;
        if (IntegerType.TryRead(value, out var integer) is { } problem) Add(problem.Type, name, problem.Message, value);
        else if (integer < min) Add("greater_than_equal", name, $"Input should be greater than or equal to {min}", value, Context("ge", min));
        else if (integer > max) Add("less_than_equal", name, $"Input should be less than or equal to {max}", value, Context("le", max));
        else return (int)integer;
        return null;
    }

    /// <summary>A boolean that may be absent or null.</summary>
    public bool? OptionalBoolean(string name)
    {
        if (IsAbsent(name)) return null;
        var value = Find(name)!.Value;
        if (BooleanType.TryRead(value, out var boolean) is not { } problem) return boolean;
        Add(problem.Type, name, problem.Message, value);
        return null;
    }

    /// <summary>One of a few words that may be absent or null.</summary>
    public string? OptionalChoice(string name, params ReadOnlySpan<string> words)
    {
        if (IsAbsent(name)) return null;
        var value = Find(name)!.Value;
        foreach (var word in words)
        {
            if (value.ValueKind == JsonValueKind.String && value.ValueEquals(word)) return word;
        }

        var expected = $"'{string.Join("', '", words[..^1])}' or '{words[^1]}'";
        Add("enum", name, $"Input should be {expected}", value, Context("expected", expected));
        return null;
    }

    /// <summary>Whether a field is there, be it null.</summary>
    public bool IsGiven(string name) => Find(name) is not null;

    /// <summary>A required object.</summary>
    public JsonElement? Object(string name)
    {
        if (Find(name) is not { } value) return Missing(name);
        return IsObject(name, value) ? value : null;
    }

    /// <summary>A required list with so many items; empty if it is not one.</summary>
    public IEnumerable<JsonElement> List(string name, int min, int max)
    {
        if (Find(name) is not { } value)
        {
            Missing(name);
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Add("list_type", name, "Input should be a valid list", value);
            return [];
        }

        var count = value.GetArrayLength();
        if (count >= min && count <= max) return value.EnumerateArray();
        if (count < min) Add("too_short", name, $"List should have at least {min} item{Plural(min)} after validation, not {count}", value, Length("min_length", min, count));
        else Add("too_long", name, $"List should have at most {max} item{Plural(max)} after validation, not {count}", value, Length("max_length", max, count));
        return [];
    }

    /// <summary>An object that may be absent or null.</summary>
    public JsonElement? OptionalObject(string name) => IsAbsent(name) ? null : Object(name);

    /// <summary>Adds an error about a text that is not what it must be.</summary>
    public void AddRefused(string name, string expected, bool secret = false) =>
        Add("value_error", name, $"Value error, must be {expected}", secret ? Masked() : Find(name), Context("reason", $"must be {expected}"));

    /// <summary>Refuses members that are nearly the known ones; others that are unknown have no effect.</summary>
    public void RefuseMisspelt(params string[] known)
    {
        if (_body.ValueKind != JsonValueKind.Object) return;
        foreach (var member in _body.EnumerateObject())
        {
            var name = SchemaText.Name(member);
            if (MisspeltKeys.Meant(name, known) is { } meant) Add("extra_forbidden", name, $"There is no such field; did you mean '{meant}'?", member.Value);
        }
    }

    /// <summary>Adds an error about a field.</summary>
    public void Add(
        string type, string name, string message, JsonElement? input, IReadOnlyDictionary<string, object?>? context = null) =>
        _errors.Add(new ValidationError(type, ["body", name], message, input is { } given ? InputEcho.Of(given) : null, context));

    private static Dictionary<string, object?> Context(string name, object? value) => new() { [name] = value };

    private static Dictionary<string, object?> Length(string limit, int value, int actual) =>
        new() { ["field_type"] = "List", [limit] = value, ["actual_length"] = actual };

    private static int CodePoints(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }

    private static string Plural(int count) => count == 1 ? string.Empty : "s";

    private JsonElement? Find(string name) =>
        _body.ValueKind == JsonValueKind.Object && _body.TryGetProperty(name, out var value) ? value : null;

    /// <summary>Whether a field is absent or null.</summary>
    public bool IsAbsent(string name) => Find(name) is not { ValueKind: not JsonValueKind.Null };

    private bool IsObject(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object) return true;
        Add("dict_type", name, "Input should be a valid dictionary", value);
        return false;
    }

    private JsonElement? Missing(string name)
    {
        if (_body.ValueKind == JsonValueKind.Object) Add("missing", name, "Field required", WithoutSecrets());
        return null;
    }

    private string? Text(string name, bool secret = false)
    {
        if (Find(name) is not { } value)
        {
            Missing(name);
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Add("string_type", name, "Input should be a valid string", secret ? Masked() : value);
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            Add("string_unicode", name, "Input should be a valid string, half of a surrogate pair is not", null);
            return null;
        }
    }

    private string? Bounded(string name, string? text, int min, int max, bool secret)
    {
        if (text is null) return null;
        var length = CodePoints(text);
        var input = secret ? Masked() : Find(name);
        if (length < min)
        {
            Add("string_too_short", name, $"String should have at least {min} character{Plural(min)}", input, Context("min_length", min));
            return null;
        }

        if (length > max)
        {
            Add("string_too_long", name, $"String should have at most {max} character{Plural(max)}", input, Context("max_length", max));
            return null;
        }

        return text;
    }

    private static JsonElement Masked() => JsonSerializer.SerializeToElement(Mask, WireJson.Default.String);

    /// <summary>The body as errors may repeat it; null where it is too large.</summary>
    private JsonElement? WithoutSecrets()
    {
        if (InputEcho.Of(_body) is not { } echo) return null;
        var copy = JsonObject.Create(echo)!;
        foreach (var secret in Secrets.Where(copy.ContainsKey)) copy[secret] = Mask;
        return JsonElement.Parse(copy.ToJsonString());
    }
}
