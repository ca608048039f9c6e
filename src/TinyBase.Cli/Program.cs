using Microsoft.AspNetCore.Builder;
using TinyBase.Hosting;
var b = WebApplication.CreateSlimBuilder(args);
b.AddTinyBase(o => { o.Root = Directory.GetCurrentDirectory(); });
var app = b.Build();
app.MapTinyBase();
app.MapTinyBaseUnknownPaths();
app.Run("http://127.0.0.1:8000");
