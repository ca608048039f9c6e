using System.Text.Json.Nodes;

/// <summary>
/// Tells a channel what happened. The hooks are durable: an event is kept until the channel has taken it, and comes again if it has not,
/// so a message may come twice and none is lost.
/// </summary>
public sealed class SlackNotifications(IHttpClientFactory http, IConfiguration settings, ILogger<SlackNotifications> logger)
{
    private readonly string? _url = settings["webhook_url"];
    private readonly string[] _collections = (settings["collections"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [OnStartup]
    public void Check()
    {
        if (_url is null) logger.LogWarning("The setting webhook_url is not set: nobody is told of anything");
    }

    [OnRecordCreate(Durable = true)]
    public Task RecordCreated(RecordCreateEvent e, CancellationToken cancel) =>
        _collections.Length == 0 || _collections.Contains(e.Collection)
            ? Send($":new: *{Escape(e.Collection)}*: {Escape(Summary(e.Data))} (by {Escape(e.Actor?.Email ?? "nobody known")})", cancel)
            : Task.CompletedTask;

    [OnUserRegister(Durable = true)]
    public Task UserRegistered(UserRegisterEvent e, CancellationToken cancel) =>
        settings.GetValue("users", true) ? Send($":wave: {Escape(e.Email)} has registered", cancel) : Task.CompletedTask;

    private async Task Send(string text, CancellationToken cancel)
    {
        if (_url is null) return;
        using var answer = await http.CreateClient().PostAsJsonAsync(_url, new { text }, cancel);
        // What is thrown is logged, and the event comes again. The address is a secret, so it is in no message.
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"The channel answered {(int)answer.StatusCode}");
    }

    /// <summary>The first fields, each cut to a readable length.</summary>
    private static string Summary(JsonObject data) =>
        string.Join(", ", data.Take(3).Select(field => $"{field.Key} {Shorten(field.Value?.ToString() ?? "none")}"));

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";

    /// <summary>As Slack wants it; otherwise a record could mention everybody in the channel.</summary>
    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
