using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Shouldly;
using TinyBase.Server.Tests.Cli;

namespace TinyBase.Server.Tests.Durability;

internal static partial class CliProcessDurability
{
    /// <summary>Ends the server at once, without a chance to tidy up, also where another program runs it.</summary>
    public static async Task Kill(this CliProcess server, ServerFolder folder)
    {
        var id = await File.ReadAllTextAsync(System.IO.Path.Combine(folder.Path, "tinybase.db.pid"));
        using (var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture))) process.Kill();
        await server.WaitForExit();
    }

    public static void ShouldHaveLoggedNoErrors(this CliProcess server)
    {
        server.Error.ShouldBeEmpty();
        server.Output.Split('\n').Where(line => Error().IsMatch(line)).ShouldBeEmpty(server.Output);
    }

    [GeneratedRegex(@"^\S+ (ERROR|FATAL) |^\S+ INFO  \S+ \S+ 5\d\d |database is locked|Exception")]
    private static partial Regex Error();
}
