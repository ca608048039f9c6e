using TinyBase.Benchmarks.Embedded;
using TinyBase.Hosting;

// Serves the workspace in the current folder.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.AddTinyBase(options => options.Functions.MaxConcurrentPerUser = 1000).AddFunctions(typeof(OwnFunctions).Assembly);
var app = builder.Build();
app.MapTinyBase();
app.Run();

namespace TinyBase.Benchmarks.Embedded
{
    /// <summary>The twin of the function that is a file.</summary>
    internal static class OwnFunctions
    {
        [Function("own_add")]
        public static Sum Add(Numbers input) => new(input.X + input.Y);
    }

    internal sealed record Numbers(int X, int Y);

    internal sealed record Sum(int Total);
}
