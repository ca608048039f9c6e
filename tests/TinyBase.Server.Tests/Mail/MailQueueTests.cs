using System.Text;
using System.Text.Json;

using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Mail;

public sealed class MailQueueTests
{
    [Fact]
    public async Task While_the_mail_server_is_down_nothing_is_lost_and_no_secret_can_be_read_from_the_disk()
    {
        using var folder = new Cli.TestFolder();
        var clock = new TestClock();
        int port;
        await using (var closed = new SmtpServer()) port = closed.Port;
        var setup = new ServerSetup
        {
            Root = folder.Path,
            Services = builder => builder.Services.AddSingleton<TimeProvider>(clock),
            Options = options => options.SendTo(port),
        };
        var emails = new List<string>();
        await using (var first = await TestServer.Start(setup))
        {
            for (var i = 0; i < 3; i++)
            {
                var user = await first.NewUser();
                emails.Add(user.Email);
                (await user.Api.Post("/api/auth/email-verification/request")).Expect(200);
            }

            await Eventually.Becomes(() => Mails(first).Any(mail => mail.GetProperty("attempts").GetInt32() == 1), expected: true);
            Mails(first).ShouldAllBe(mail => mail.GetProperty("status").GetString() == "queued");
        }

        foreach (var file in Directory.EnumerateFiles(folder.Path, "tinybase.db*"))
        {
            Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).ShouldNotContain("verify-email#");
        }

        clock.Advance(TimeSpan.FromMinutes(10));
        await using var smtp = new SmtpServer(port);
        await using var second = await TestServer.Start(setup);
        await smtp.Message(count: 3);

        foreach (var email in emails) smtp.Messages.ShouldContain(message => message.Contains($"To: {email}"));
        await Eventually.Becomes(() => Mails(second).All(mail => mail.GetProperty("status").GetString() == "sent"), expected: true);
    }

    [Fact]
    public async Task What_the_mail_server_will_never_take_is_given_up_and_does_not_keep_others_waiting()
    {
        await using var smtp = new SmtpServer { Refused = "refused" };
        await using var server = await TestServer.Start(new ServerSetup { Options = options => options.SendTo(smtp.Port) });
        await Register(server, "refused@example.com");
        await Register(server, "taken@example.com");

        (await server.Anonymous.Post("/api/auth/password-reset/request", TestServer.JsonText(("email", "refused@example.com")))).Expect(200);
        (await server.Anonymous.Post("/api/auth/password-reset/request", TestServer.JsonText(("email", "taken@example.com")))).Expect(200);

        (await smtp.Message()).To.ToString().ShouldBe("taken@example.com");
        await Eventually.Becomes(() => Mails(server, "failed").Count, 1);
        Mails(server, "failed")[0].GetProperty("last_error").GetString().ShouldBe("550 no such mailbox");
    }

    [Fact]
    public async Task A_test_mail_says_what_the_mail_server_said()
    {
        const string Password = "planted-smtp-51b7";
        await using var smtp = new SmtpServer { Account = ("mailer", Password) };
        await using var server = await TestServer.Start();
        async Task<Answer> Try(string password)
        {
            (await server.Admin.Api.Patch("/api/admin/settings", $$"""
                {"email_enabled": true, "email_smtp_host": "127.0.0.1", "email_smtp_port": {{smtp.Port}}, "email_smtp_user": "mailer",
                "email_smtp_password": "{{password}}", "email_from_address": "noreply@example.com", "email_from_name": "Müller & Co"}
                """)).Expect(200).Text.ShouldNotContain(password);
            return await server.Admin.Api.Post("/api/admin/mail/test", """{"email": "me@example.com"}""");
        }

        (await server.Admin.Api.Post("/api/admin/mail/test", """{"email": "me@example.com"}""")).Expect(400)
            .Detail.ShouldBe("Set email_enabled, email_smtp_host and email_from_address first");
        var wrong = (await Try("planted-wrong")).Expect(502);
        (await Try(Password)).Expect(200);

        wrong.Detail.ShouldContain("535");
        wrong.Text.ShouldNotContain("planted");
        var message = await smtp.Message();
        message.From.Mailboxes.Single().ToString().ShouldContain("noreply@example.com");
        message.From.Mailboxes.Single().Name.ShouldBe("Müller & Co");
        server.Logs.Lines.ShouldAllBe(line => !line.Contains("planted"));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_gets_no_mail_and_no_password()
    {
        await using var smtp = new SmtpServer { OffersTls = true };
        await using var server = await TestServer.Start(new ServerSetup
        {
            Options = options =>
            {
                options.SendTo(smtp.Port);
                (options.Mail.SmtpUser, options.Mail.SmtpPassword) = ("mailer", "secret");
            },
        });

        (await server.Admin.Api.Post("/api/admin/mail/test", """{"email": "me@example.com"}""")).Expect(502);

        smtp.Messages.ShouldBeEmpty();
        smtp.Commands.ShouldNotContain(command => command.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_debug_mode_without_a_mail_server_mail_is_in_the_log_and_in_a_folder()
    {
        await using var server = await TestServer.Start(new ServerSetup
        {
            Options = options => (options.Debug, options.Instance.PublicUrl) = (true, "http://localhost:8000"),
        });
        var user = await server.NewUser();

        (await user.Api.Post("/api/auth/email-verification/request")).Expect(200);

        await Eventually.Becomes(() => server.Logs.Lines.Any(line => line.Contains("http://localhost:8000/auth/verify-email#")), expected: true);
        var file = Directory.EnumerateFiles(Path.Combine(server.Root, ".tinybase", "mail")).ShouldHaveSingleItem();
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldContain($"To: {user.Email}");
    }

    [Fact]
    public async Task Without_mail_nothing_is_queued_and_the_log_says_what_is_missing()
    {
        await using var server = await TestServer.Start();
        var user = await server.NewUser();

        (await server.Anonymous.Post("/api/auth/password-reset/request", TestServer.JsonText(("email", user.Email)))).Expect(200);

        Mails(server).ShouldBeEmpty();
        server.Logs.Lines.ShouldContain(line => line.Contains("no link can be sent: that takes email_enabled"));
        (await user.Api.Post("/api/auth/email-verification/request")).Expect(400).Detail.ShouldBe("This server sends no e-mail");
    }

    [Fact]
    public async Task Templates_are_edited_previewed_and_reset()
    {
        await using var smtp = new SmtpServer();
        await using var server = await TestServer.Start(new ServerSetup
        {
            Options = options =>
            {
                options.SendTo(smtp.Port);
                options.Instance.Name = "<b>Ours</b>";
            },
        });
        const string One = "/api/admin/mail/templates/password_reset";
        var admin = server.Admin.Api;
        const string Changed = """{"subject": "New at {{ instance_name }}", "html": "<p>{{instance_name}}: <a href=\"{{link}}\">go</a></p>"}""";

        var preview = (await admin.Post($"{One}/preview", Changed)).Expect(200).Json;
        (await admin.Get("/api/admin/mail/templates")).Json.GetProperty("templates").EnumerateArray()
            .ShouldAllBe(template => template.GetProperty("updated_at").ValueKind == JsonValueKind.Null);
        (await admin.Patch(One, Changed)).Expect(200);
        var user = await server.NewUser();
        (await server.Anonymous.Post("/api/auth/password-reset/request", TestServer.JsonText(("email", user.Email)))).Expect(200);
        var message = await smtp.Message();

        preview.GetProperty("subject").GetString().ShouldBe("New at <b>Ours</b>");
        preview.GetProperty("html").GetString().ShouldStartWith("<p>&lt;b&gt;Ours&lt;/b&gt;: <a href=\"https://app.example.com/");
        message.Subject.ShouldBe("New at <b>Ours</b>");
        message.HtmlBody!.ShouldContain("&lt;b&gt;Ours");
        (await admin.Patch(One, """{"text": "{{password}}"}""")).Expect(422).Problems.ShouldBe(["value_error @ body.text"]);
        (await admin.Patch(One, """{"subject": "{{nope}}", "html": "{{nope}} {{no}}"}""")).Expect(422).Problems.ShouldBe(["value_error @ body.subject", "value_error @ body.html"]);
        (await admin.Patch(One, """{"subject": ""}""")).Expect(422).Problems.ShouldBe(["string_too_short @ body.subject"]);
        (await admin.Delete(One)).Expect(200).Json.GetProperty("subject").GetString().ShouldBe("Reset your password for {{instance_name}}");
    }

    private static async Task Register(TestServer server, string email) =>
        (await server.Anonymous.Post("/api/auth/register", TestServer.JsonText(("email", email), ("password", TestServer.Password)))).Expect(201);

    private static IReadOnlyList<JsonElement> Mails(TestServer server, string? status = null) =>
    [
        .. server.Admin.Api.Get("/api/admin/mail" + (status is null ? "" : $"?status={status}")).GetAwaiter().GetResult().Expect(200)
            .Json.GetProperty("mails").EnumerateArray(),
    ];
}
