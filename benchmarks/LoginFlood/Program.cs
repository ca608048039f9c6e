using System.Globalization;

using TinyBase.Benchmarks.LoginFlood;

if (args is not [var url, var token, var file, var email, var password, var readRate, var loginRate, var addresses, var seconds])
{
    Console.Error.WriteLine("usage: LoginFlood <url> <token> <file of record ids> <email> <password> <reads/s> <logins/s> <addresses> <seconds>");
    return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

// On connections of their own: what waits for a password must not stand in the way of a read before it has reached the server.
HttpClient Connect(int connections) => new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, MaxConnectionsPerServer = connections })
{
    BaseAddress = new Uri(url),
};
using var readers = Connect(64);
using var users = Connect(4);
using var crowd = Connect(256);
var reads = new Reads(readers, token, File.ReadAllLines(file));
var logins = new Logins(users, crowd, email, password);
var length = TimeSpan.FromSeconds(Number(seconds));

await logins.Login();
await reads.Run(Number(readRate), TimeSpan.FromSeconds(3));

// In turns, since what else the machine does changes from one moment to the next.
for (var round = 1; round <= 3; round++)
{
    await reads.Run(Number(readRate), length);
    Console.WriteLine($"round {round}, without: {reads.Describe(length)}");

    await Task.WhenAll(
        reads.Run(Number(readRate), length), logins.Flood(Number(loginRate), Number(addresses), length), logins.User(length));
    Console.WriteLine($"round {round}, with:    {reads.Describe(length)}");
}

Console.WriteLine(logins.Describe());
return 0;
