using System.Text;

using Shouldly;

using TinyBase.Server.Tests.Hosting;
using TinyBase.Server.Tests.Mail;

using Xunit;

namespace TinyBase.Server.Tests.Audit;

/// <summary>Sends secrets through everything that takes some, and looks for them in everything that is kept or shown.</summary>
public sealed class PlantedSecretTests
{
    private static readonly string[] Planted =
    [
        "planted-password-1", "planted-password-2", "planted-password-3", "planted-password-4", "planted-smtp", "planted-storage-a", "planted-storage-b",
        "planted-in-query", "planted-wrong-token",
    ];

    [Fact]
    public async Task No_secret_is_in_the_log_in_an_error_in_the_audit_log_in_the_request_log_or_in_an_address()
    {
        using var folder = new Cli.TestFolder();
        await using var smtp = new SmtpServer();
        var secrets = new List<string>(Planted);
        var shown = new StringBuilder();
        IReadOnlyCollection<string> log;
        await using (var server = await TestServer.Start(new ServerSetup
        {
            Root = folder.Path,
            Options = options =>
            {
                options.SendTo(smtp.Port);
                options.Telemetry.RequestSamplePercent = 100;
            },
        }))
        {
            async Task<Answer> Send(ApiClient api, HttpMethod method, string path, string? body = null)
            {
                var answer = await api.Send(method, path, body);
                if (!answer.Text.Contains("_token\":\"") && !answer.Text.Contains("token_value")) shown.Append(answer.Text).Append('\n');
                return answer;
            }

            var admin = server.Admin.Api;
            var made = (await Send(admin, HttpMethod.Post, "/api/admin/users", """{"email": "planted@example.com", "password": "planted-password-1"}""")).Expect(201);
            await Send(admin, HttpMethod.Post, "/api/admin/users", """{"email": "planted@example.com", "password": "planted-password-1"}""");
            await Send(admin, HttpMethod.Post, "/api/admin/users", """{"email": 1, "password": "planted-password-1"}""");
            await Send(admin, HttpMethod.Patch, $"/api/admin/users/{made.Id}", """{"password": "planted-password-2", "is_admin": "no way"}""");
            await Send(admin, HttpMethod.Patch, $"/api/admin/users/{made.Id}", """{"password": "planted-password-2"}""");
            await Send(server.Anonymous, HttpMethod.Post, "/api/auth/login", """{"email": "planted@example.com", "password": "planted-password-1"}""");
            await Send(server.Anonymous, HttpMethod.Post, "/api/auth/login?password=planted-in-query", """{"password": "planted-password-1"}""");
            var user = await server.Login("planted@example.com", "planted-password-2");
            await Send(user.Api, HttpMethod.Post, "/api/auth/password", """{"current_password": "planted-password-1", "password": "planted-password-3"}""");
            await Send(user.Api, HttpMethod.Post, "/api/auth/password", """{"current_password": "planted-password-2", "password": "planted-password-3"}""");
            await Send(admin, HttpMethod.Patch, "/api/admin/settings", """{"email_smtp_password": 7, "storage_secret_key": ["planted-storage-a"]}""");
            await Send(admin, HttpMethod.Patch, "/api/admin/settings", """{"email_smtp_password": "planted-smtp", "storage_access_key": "planted-storage-a", "storage_secret_key": "planted-storage-b"}""");
            await Send(admin, HttpMethod.Get, "/api/admin/settings");
            await Send(admin, HttpMethod.Post, "/api/admin/mail/test", """{"email": "me@example.com"}""");
            var (id, value) = await server.NewApplicationToken();
            await Send(server.WithToken(value), HttpMethod.Get, "/api/admin/application-tokens");
            await Send(admin, HttpMethod.Post, $"/api/admin/application-tokens/{id}/rotate");
            await Send(server.WithToken(value), HttpMethod.Get, "/api/auth/me");
            await Send(server.Anonymous, HttpMethod.Post, "/api/auth/password-reset/request", """{"email": "planted@example.com"}""");
            var link = (await smtp.Message(count: 2)).Token();
            await Send(server.Anonymous, HttpMethod.Post, "/api/auth/password-reset/confirm", """{"token": "planted-wrong-token", "password": "planted-password-4"}""");
            await Send(server.Anonymous, HttpMethod.Post, "/api/auth/password-reset/confirm", $$"""{"token": "{{link}}", "password": "planted-password-4"}""");
            await Send(admin, HttpMethod.Get, "/api/admin/audit?limit=1000");
            await Send(admin, HttpMethod.Get, "/api/admin/mail");
            secrets.AddRange([value, link, user.AccessToken, user.RefreshToken, server.Admin.AccessToken]);
            // What the host app says of its requests, whole addresses included, is its own affair; tinybase serve has it switched off.
            log = [.. server.Logs.Lines.Where(line => !line.Contains(" Microsoft.AspNetCore.Hosting.Diagnostics: ", StringComparison.Ordinal))];
        }

        // The request log is written when the server stops at the latest.
        foreach (var file in Directory.EnumerateFiles(folder.Path).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            shown.Append(Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)));
        }

        File.Exists(Path.Combine(folder.Path, "tinybase.db.requests")).ShouldBeTrue();
        var all = shown.ToString();
        foreach (var secret in secrets)
        {
            all.Contains(secret, StringComparison.Ordinal).ShouldBeFalse($"{secret[..Math.Min(20, secret.Length)]}… is shown");
            log.ShouldAllBe(line => !line.Contains(secret, StringComparison.Ordinal));
        }
    }
}
