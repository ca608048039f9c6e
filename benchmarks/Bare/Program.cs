using System.Text.Json.Serialization;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, BareJson.Default));

var app = builder.Build();
app.MapGet("/", () => new Answer("ok", 1));
app.MapPost("/", (Question question) => new Answer(question.Title, question.Tags.Count));
app.Run();

internal sealed record Answer(string Status, int Count);

internal sealed record Question(string Title, double Price, long Count, bool Active, IReadOnlyList<string> Tags);

[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(Question))]
internal sealed partial class BareJson : JsonSerializerContext;
