#:package TinyBase.Sdk@1.0.0
using TinyBase;

return await Function.Run(AddNumbers, args);

[Function("add_numbers", Description = "Add two numbers", Auth = AuthLevel.Public, Tags = ["math", "example"])]
static AddOutput AddNumbers(AddInput input) => new(input.X + input.Y);

record AddInput(double X, double Y);

record AddOutput(double Sum);
