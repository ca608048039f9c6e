#:package TinyBase.Sdk@1.0.0
using System.ComponentModel.DataAnnotations;

using Microsoft.Extensions.Logging;

using TinyBase;

return await Function.Run(Hello, args);

[Function("hello", Description = "Greet somebody by name", Tags = ["example"])]
static HelloOutput Hello(FunctionContext ctx, HelloInput input)
{
    ctx.Log.LogInformation("Greeting {Name}", input.Name);
    return new HelloOutput($"Hello, {input.Name}!", ctx.UserId);
}

record HelloInput([StringLength(100, MinimumLength = 1)] string Name = "World");

record HelloOutput(string Message, Guid? UserId);
