using TinyBase.Client;
using TinyBase.Client.Aot;

if (args is not [var address, var email, var password, var collection])
{
    await Console.Error.WriteLineAsync("Usage: TinyBase.Client.Aot <address> <email> <password> <collection>");
    return 2;
}

using var client = new TinyBaseClient(new Uri(address));
await client.Auth.LoginAsync(email, password);
var movies = client.Collection(collection, MovieJson.Default.Movie);

Movie[] all =
[
    new("Alien", 8.5, Genre.ScienceFiction, new DateOnly(1979, 5, 25), 78_900_000),
    new("Solaris", 8.0, Genre.ScienceFiction, new DateOnly(1972, 3, 20)),
    new("Stalker", 8.1, Genre.ScienceFiction, new DateOnly(1979, 5, 25)),
    new("Gattaca", 7.7, Genre.ScienceFiction, new DateOnly(1997, 10, 24), 12_532_777),
    new("Casablanca", 8.5, Genre.Drama, new DateOnly(1942, 11, 26), 3_700_000),
];
foreach (var movie in all) await movies.CreateAsync(movie);

var (least, genre, first) = (7.9, Genre.ScienceFiction, all[1]);
string[] titles = ["Alien", "Gattaca", "Solaris", "Casablanca"];
await foreach (var movie in movies
    .Where(m => m.Rating > least && m.Genre == genre && m.Released >= first.Released.AddDays(1))
    .OrderByDescending(m => m.Rating).ThenBy(m => m.Title).Take(10))
{
    Console.WriteLine($"{movie.Data.Title} {movie.Data.Released:O}");
}

Console.WriteLine(await movies.Where(m => titles.Contains(m.Title) && m.Gross == null).CountAsync());
Console.WriteLine((await movies.Where(r => r.Data.Title.StartsWith("Ga") && r.OwnerId != null).SingleAsync()).Data.Gross);

try
{
    await movies.CreateAsync(all[0] with { Title = "" });
}
catch (TinyBaseException invalid)
{
    foreach (var error in invalid.Errors) Console.WriteLine($"{error.Type} {error.Field} {error.Context["min_length"]}");
}

try
{
    movies.Where(m => m.Title.EndsWith("en"));
}
catch (NotSupportedException untranslatable)
{
    Console.WriteLine(untranslatable.Message);
}

return 0;
