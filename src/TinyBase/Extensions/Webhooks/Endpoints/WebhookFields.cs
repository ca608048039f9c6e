using System.Text.Json;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Webhooks.Endpoints;

/// <summary>The fields of a webhook in a request.</summary>
internal static class WebhookFields
{
    private const int MaxName = 200;
    private const int MaxUrl = 2000;
    private const int MaxEvents = 20;
    private const int MaxSecret = 200;
    private const int MaxHeaders = 20;
    private const int MaxHeaderValue = 2000;

    private static readonly string[] ReservedHeaders = ["host", "content-length", "content-type", "transfer-encoding", "connection", "user-agent"];

    public static BodyField Name => BodyField.Text("name", 1, MaxName);

    public static BodyField Url => BodyField.Text("url", 1, MaxUrl, "Where to: an address with http or https.");

    public static BodyField Events
    {
        get
        {
            var list = Schemas.List(
                Schemas.Text(example: "record.create"),
                $"`*`, or of these: {string.Join(", ", HookPoints.Kept.Select(point => $"`{point.Name()}`"))}; `record.*` stands for all of records.");
            (list.MinItems, list.MaxItems) = (1, MaxEvents);
            return new BodyField("events", list);
        }
    }

    public static BodyField Filter => BodyField.Text("filter", 0, MaxName, "The collection or function that it is for; null for all.").Optional();

    public static BodyField Headers => new("headers", Schemas.AnyObject("Headers that each request carries. Their values are not shown again."), IsRequired: false);

    public static BodyField Secret => BodyField.Secret("secret", 0, MaxSecret, $"Signs the requests: {WebhookSecret.Form}. Made where it is absent.").Optional();

    public static BodyField IsActive => BodyField.Boolean("is_active").Optional();

    /// <summary>Takes the fields of a body.</summary>
    /// <param name="fields">The body; gets what is wrong.</param>
    /// <param name="isNew">Whether name, address and events must be given.</param>
    public static WebhookChange Read(BodyFields fields, bool isNew) => new()
    {
        Name = isNew ? fields.Text("name", 1, MaxName) : fields.OptionalText("name", 1, MaxName),
        Url = ReadUrl(fields, isNew),
        Events = isNew || fields.IsGiven("events") ? ReadEvents(fields) : null,
        HasFilter = fields.IsGiven("filter"),
        Filter = fields.OptionalText("filter", 0, MaxName) is { Length: > 0 } and not "*" and var filter ? filter : null,
        Headers = fields.OptionalObject("headers") is { } headers ? ReadHeaders(fields, headers) : null,
        Secret = ReadSecret(fields),
        IsActive = fields.OptionalBoolean("is_active"),
    };

    private static string? ReadUrl(BodyFields fields, bool isNew)
    {
        if ((isNew ? fields.Text("url", 1, MaxUrl) : fields.OptionalText("url", 1, MaxUrl)) is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url is { UserInfo: "", Fragment: "" }) return text;
        fields.Add("url_parsing", "url", "Input should be an address with http or https, without a user and a fragment", null);
        return null;
    }

    private static List<string>? ReadEvents(BodyFields fields)
    {
        var names = new List<string>();
        foreach (var item in fields.List("events", 1, MaxEvents))
        {
            if (item.ValueKind == JsonValueKind.String && item.GetString() is { } name && HookPoints.Named(name).Any()) names.Add(name);
            else fields.Add("enum", "events", $"Each event should be '*' or one of {string.Join(", ", HookPoints.Kept.Select(point => $"'{point.Name()}'"))}", item);
        }

        return names.Count > 0 ? names : null;
    }

    private static Dictionary<string, string> ReadHeaders(BodyFields fields, JsonElement headers)
    {
        var read = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in headers.EnumerateObject())
        {
            if (read.Count >= MaxHeaders) fields.Add("too_long", "headers", $"There can be {MaxHeaders} headers at most", null);
            else if (!IsName(header.Name)) fields.Add("value_error", "headers", $"'{header.Name}' cannot be set as a header", null);
            else if (header.Value.ValueKind != JsonValueKind.String || !IsValue(header.Value.GetString()!))
            {
                fields.Add("value_error", "headers", $"The value of header '{header.Name}' should be printable ASCII of {MaxHeaderValue} characters at most", null);
            }
            else read[header.Name] = header.Value.GetString()!;

            if (fields.Errors.Count > 0) break;
        }

        return read;
    }

    private static string? ReadSecret(BodyFields fields)
    {
        if (!fields.IsGiven("secret")) return null;
        // Null asks for a new one.
        if (fields.OptionalSecret("secret", 0, MaxSecret) is not { } secret) return fields.Errors.Count == 0 ? WebhookSecret.New() : null;
        if (WebhookSecret.Key(secret) is not null) return secret;
        fields.Add("value_error", "secret", $"A secret should be {WebhookSecret.Form}", null);
        return null;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxName
        && name.All(each => char.IsAsciiLetterOrDigit(each) || "!#$%&'*+-.^_`|~".Contains(each, StringComparison.Ordinal))
        && !name.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase)
        && !ReservedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsValue(string value) => value.Length <= MaxHeaderValue && value.All(each => each is >= ' ' and <= '~');
}
