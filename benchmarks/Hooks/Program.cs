using TinyBase;
using TinyBase.Hosting;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
var tinyBase = builder.AddTinyBase();
if (args.Contains("--hooks")) tinyBase.AddHooks<Guard>();

var app = builder.Build();
app.MapTinyBase();
app.Run();

/// <summary>Looks at a field before a record is added, as a rule of an app would.</summary>
internal sealed class Guard
{
    [BeforeRecordCreate("hooked")]
    public static void Check(RecordCreateEvent coming)
    {
        if (coming.Get<double>("price") < 0) throw new HookRejection("Nothing is cheaper than free", field: "price");
    }
}
