using Shouldly;

using TinyBase.Server.Tests.Hosting;

using Xunit;

namespace TinyBase.Server.Tests.Auth;

public sealed class LogoutTests(ServerFixture fixture)
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task A_logout_ends_all_sessions_of_the_user_and_no_others()
    {
        var first = await Server.NewUser();
        var second = await Server.Login(first.Email);
        var other = await Server.NewUser();

        (await second.Api.Post("/api/auth/logout")).Expect(200)
            .Text.ShouldBe("""{"message":"Successfully logged out (4 tokens revoked)"}""");

        (await first.Api.Get("/api/auth/me")).Expect(401);
        (await second.Api.Get("/api/auth/me")).Expect(401);
        (await second.Api.Post("/api/auth/logout")).Expect(401);
        (await other.Api.Get("/api/auth/me")).Expect(200);
        (await (await Server.Login(first.Email)).Api.Get("/api/auth/me")).Expect(200).Id.ShouldBe(first.Id);
    }

    [Fact]
    public async Task No_request_sent_after_the_answer_to_a_logout_is_taken()
    {
        for (var round = 0; round < 5; round++)
        {
            var user = await Server.NewUser();
            var loggedOut = 0;
            var late = 0;
            var taken = 0;
            var requests = Enumerable.Range(0, 20).Select(async _ =>
            {
                for (var after = 0; after < 5;)
                {
                    var isLate = Volatile.Read(ref loggedOut) == 1;
                    var status = (await user.Api.Get("/api/auth/me")).Status;
                    if (isLate) after++;
                    if (isLate) Interlocked.Increment(ref late);
                    if (isLate && status != 401) Interlocked.Increment(ref taken);
                }
            }).ToList();

            (await user.Api.Post("/api/auth/logout")).Expect(200);
            Volatile.Write(ref loggedOut, 1);
            await Task.WhenAll(requests);

            late.ShouldBe(100);
            taken.ShouldBe(0);
        }
    }

    [Fact]
    public async Task A_lost_right_is_lost_with_the_session()
    {
        var admin = await Server.NewAdmin();
        Server.Sql("UPDATE _user SET is_admin = 0 WHERE id = $id", ("$id", admin.Id));
        (await admin.Api.Post("/api/auth/logout")).Expect(200);

        var again = await Server.Login(admin.Email);

        (await again.Api.Post("/api/collections", "{}")).Expect(403);
    }
}
