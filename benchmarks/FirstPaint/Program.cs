using System.Globalization;

using Microsoft.Playwright;

using TinyBase.Benchmarks.FirstPaint;

if (args is not [var browser, var url, var email, var password, var rounds])
{
    Console.Error.WriteLine("usage: FirstPaint <path of chromium> <url> <email> <password> <rounds>");
    return 2;
}

using var playwright = await Playwright.CreateAsync();
// Nothing but the server under test is opened, and containers and the superuser have no sandbox to offer.
await using var chromium = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = browser, Args = ["--no-sandbox"] });
var session = await Visit.SignIn(chromium, url, email, password);
Visit[] visits =
[
    new("sign-in, `/admin`", $"{url}/admin", "Sign in", null),
    new("dashboard, `/admin`", $"{url}/admin", "What was done last", session),
    new("portal, `/auth/login`", $"{url}/auth/login", "Forgot your password?", null),
];

// The first visit of all warms up server and browser; each after it comes with an empty cache.
foreach (var visit in visits) await visit.Look(chromium);
var looks = visits.ToDictionary(visit => visit, _ => new List<Look>());
for (var round = 0; round < int.Parse(rounds, CultureInfo.InvariantCulture); round++)
{
    foreach (var visit in visits) looks[visit].Add(await visit.Look(chromium));
}

Console.WriteLine("| page | first paint, ms | of content | slowest of content | its text | script, kB | all, kB | requests |");
Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
foreach (var (visit, all) in looks)
{
    double Median(Func<Look, double> value) => all.Select(value).Order().ElementAt(all.Count / 2);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {visit.Name} | {Median(look => look.Paint):0} | {Median(look => look.Content):0} | {all.Max(look => look.Content):0} | {Median(look => look.Text):0} | {Median(look => look.Script) / 1000:0} | {Median(look => look.Bytes) / 1000:0} | {Median(look => look.Requests):0} |"));
}

return 0;
