using Shouldly;
using TinyBase.Server.Tests.Cli;
using Xunit;

namespace TinyBase.Server.Tests.Durability;

public class SyncTests
{
    [Fact]
    public async Task A_created_record_is_on_disk_before_it_is_answered()
    {
        Assert.SkipUnless(await SystemCallTrace.IsPossible(), "strace is not installed, or may not trace here");
        using var folder = await ServerFolder.Create();
        var file = Path.Combine(folder.Path, "trace");
        await using (var server = await CliProcess.ServeUnder(SystemCallTrace.Command(file), folder.Path))
        {
            using var client = folder.Connect(server);
            await client.Collection<Note>(ServerFolder.Notes).CreateAsync(Note.Of("traced-marker", 0));
            await server.Kill(folder);
        }

        var trace = new SystemCallTrace(await File.ReadAllTextAsync(file));
        var written = trace.WriteOf("traced-marker", folder.LogPath);
        written.ShouldBeGreaterThanOrEqualTo(0, "the record was never written to the log");
        var synced = trace.SyncAfter(written, folder.LogPath);
        synced.ShouldBeGreaterThan(written, "the log was never synced");
        trace.SendOf("201 Created").ShouldBeGreaterThan(synced, "it was answered before it was on disk");
    }
}
