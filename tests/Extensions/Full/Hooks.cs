using Microsoft.Extensions.Logging;

using TinyBase;
using TinyBase.Client;

namespace Full;

/// <summary>Hooks of the extension.</summary>
public sealed class Hooks(TinyBaseClient client, ILogger<Hooks> logger)
{
    [OnStartup]
    public void Started() => logger.LogInformation("full has started");

    [OnShutdown]
    public void Stopped() => logger.LogInformation("full has stopped");

    [BeforeRecordCreate("notes")]
    public void NoBlankTitles(RecordCreateEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        if (e.Get<string>("title") == "blank") throw new HookRejection("A note has a title", field: "title");
    }

    [OnRecordCreate("notes")]
    public async Task Copy(RecordCreateEvent e, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(e);
        await client.Collection("copies").CreateAsync(new() { ["title"] = e.Get<string>("title") }, cancel);
    }
}

/// <summary>Functions of the extension.</summary>
public static class Functions
{
    [Function("full_add", Description = "Adds two numbers", Auth = AuthLevel.Auth)]
    [Schedule("0 3 * * *", Input = """{"x": 1, "y": 2}""")]
    public static int Add(int x, int y, Greeter greeter)
    {
        ArgumentNullException.ThrowIfNull(greeter);
        return greeter.Greet("x").Length > 0 ? x + y : 0;
    }
}
