using System.Text.Json;
using TinyBase.Hostile;

// Each argument is one deed, `name` or `name=what`; each answer is one line of JSON.
foreach (var argument in args)
{
    var (name, what) = argument.Split('=', 2) is [var left, var right] ? (left, right) : (argument, "");
    string answer;
    try
    {
        answer = Deeds.All[name](what);
    }
    catch (Exception error) when (error is not KeyNotFoundException)
    {
        answer = $"refused: {error.GetBaseException().Message}";
    }

    Console.WriteLine(JsonSerializer.Serialize(answer));
}
