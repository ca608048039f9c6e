using System.Net;
using System.Net.Sockets;
using System.Text;

using Shouldly;

using TinyBase.Hosting;
using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Telemetry;

public sealed class MetricsTests(ServerFixture fixture)
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task A_server_that_can_write_is_ready() =>
        (await Server.Anonymous.Get("/ready")).Expect(200).Json.GetProperty("status").GetString().ShouldBe("ready");

    [Fact]
    public async Task Prometheus_reads_requests_and_writes_with_a_token_that_can_do_nothing_else()
    {
        var made = (await Server.Admin.Api.Post("/api/admin/application-tokens", """{"name": "Prometheus", "scopes": {"metrics": true}}""")).Expect(201);
        var program = Server.WithToken(made.Json.GetProperty("token_value").GetString()!);

        var text = (await program.Get("/metrics")).Expect(200).Text;

        var lines = text.Split('\n');
        lines.ShouldContain("# TYPE tinybase_http_request_duration_seconds histogram");
        lines.ShouldContain(line => line.StartsWith("tinybase_http_request_duration_seconds_count{method=\"POST\",operation=\"admin_create_application_token\",status=\"201\"} ", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("tinybase_write_queue_depth ", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("tinybase_write_group_size_bucket{le=\"1\"} ", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("tinybase_write_commit_duration_seconds_sum{} ", StringComparison.Ordinal));
        (await program.Get("/api/admin/settings")).Expect(403);
    }

    [Fact]
    public async Task Prometheus_reads_runs_of_schedules_and_of_hooks()
    {
        await using var server = await TestServer.Start(new ServerSetup { Extend = tinyBase => tinyBase.AddHooks<Greeter>() });
        var schedules = (await server.Admin.Api.Get("/api/admin/schedules")).Expect(200).Json.GetProperty("schedules").EnumerateArray();
        var job = schedules.First(schedule => schedule.GetProperty("function_name").GetString() == "optimize_database");
        (await server.Admin.Api.Post($"/api/admin/schedules/{job.GetProperty("id").GetString()}/run")).Expect(202);
        await server.NewUser();

        async Task Shows(string metric, params string[] labels) => await Eventually.Becomes(
            async () => (await server.Admin.Api.Get("/metrics")).Expect(200).Text.Split('\n')
                .Any(line => line.StartsWith(metric + "{", StringComparison.Ordinal) && labels.All(label => line.Contains(label, StringComparison.Ordinal))),
            true);
        await Shows("tinybase_schedule_run_duration_seconds_count", "function=\"optimize_database\"", "status=\"succeeded\"");
        await Shows("tinybase_schedule_run_lateness_seconds_count", "function=\"optimize_database\"");
        await Shows("tinybase_hook_run_duration_seconds_count", "event=\"user.login\"", "Greeter.Greet\"", "status=\"succeeded\"");
    }

    [Fact]
    public async Task Metrics_and_traces_go_to_a_collector()
    {
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        var paths = new System.Collections.Concurrent.ConcurrentDictionary<string, string>();
        using var stop = new CancellationTokenSource();
        var work = Collect(collector, paths, stop.Token);
        await using (var server = await TestServer.Start(new ServerSetup
        {
            Options = options =>
            {
                options.Telemetry.OtlpEndpoint = $"http://127.0.0.1:{((IPEndPoint)collector.LocalEndpoint).Port}";
                options.Telemetry.OtlpHeaders = "x-key=planted-otlp";
            },
        }))
        {
            (await server.Admin.Api.Get("/api/collections")).Expect(200);
        }

        await stop.CancelAsync();
        await work;
        paths.Keys.ShouldBe(["/v1/traces", "/v1/metrics"], ignoreOrder: true);
        paths["/v1/traces"].ShouldContain("GET /api/collections");
        paths["/v1/metrics"].ShouldContain("tinybase.http.request.duration");
    }

    private static async Task Collect(
        TcpListener collector, System.Collections.Concurrent.ConcurrentDictionary<string, string> paths, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                using var client = await collector.AcceptTcpClientAsync(stop);
                var stream = client.GetStream();
                var request = await ReadRequest(stream);
                paths.AddOrUpdate(request.Split(' ')[1], request, (_, before) => before + request);
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            // The test has what it wants.
        }
    }

    private static async Task<string> ReadRequest(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var read = await stream.ReadAsync(buffer);
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            var all = text.ToString();
            var end = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (read == 0) return all;
            if (end < 0) continue;
            var length = all[..end].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
            if (length is null ? all.EndsWith("0\r\n\r\n", StringComparison.Ordinal) : all.Length - end - 4 >= int.Parse(length.Split(':')[1], null)) return all;
        }
    }

    /// <summary>A hook that does nothing.</summary>
    internal sealed class Greeter
    {
        [OnUserLogin]
        public static void Greet(UserLoginEvent login) => ArgumentNullException.ThrowIfNull(login);
    }
}
