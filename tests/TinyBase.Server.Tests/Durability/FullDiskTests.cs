using System.Diagnostics;

using Shouldly;

using TinyBase.Server.Tests.Cli;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Durability;

/// <summary>A disk that is full: whoever asks is told, nothing is lost, and it goes on once there is room.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task A_server_whose_disk_is_full_is_not_ready_until_there_is_room()
    {
        using var disk = SmallDisk.TryMount();
        Assert.SkipWhen(disk is null, "Only the superuser of a machine can mount a disk, which some containers do not allow either.");
        await using var server = await CliProcess.Serve(disk.Path);
        using var http = server.CreateClient();
        var api = new ApiClient(http);
        (await api.Get("/ready")).Expect(200);

        var filler = Path.Join(disk.Path, "filler");
        Fill(filler);
        // Asked again at once, it would be the answer of before.
        await Eventually.Becomes(async () => (await api.Get("/ready")).Status, 503);
        (await api.Get("/ready")).Detail.ShouldStartWith("The database takes no writes: ");
        (await api.Get("/health")).Expect(200);

        File.Delete(filler);
        await Eventually.Becomes(async () => (await api.Get("/ready")).Status, 200);
        (await server.Stop()).ShouldBe(0);
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        try
        {
            while (true) file.Write(page);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>A disk in memory, of 16 MB.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private SmallDisk(string path) => Path = path;

        public string Path { get; }

        /// <summary>Returns null where it cannot be mounted.</summary>
        public static SmallDisk? TryMount()
        {
            if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return null;
            var path = Directory.CreateTempSubdirectory("tinybase-disk-").FullName;
            if (Run("mount", "-t", "tmpfs", "-o", "size=16m,mode=755", "tinybase-test", path)) return new SmallDisk(path);
            Directory.Delete(path);
            return null;
        }

        public void Dispose()
        {
            Run("umount", "--lazy", Path);
            Directory.Delete(Path, recursive: true);
        }

        private static bool Run(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
    }
}
