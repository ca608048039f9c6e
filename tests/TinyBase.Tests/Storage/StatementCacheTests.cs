using Shouldly;
using TinyBase.Storage;
using Xunit;

namespace TinyBase.Tests.Storage;

/// <summary>Which prepared statements a connection keeps.</summary>
public sealed class StatementCacheTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Odd_statements_do_not_drive_out_one_that_is_used_all_the_time()
    {
        using var connection = Connection.Open(_folder.File("data.db"), readOnly: false);
        var usual = connection.Prepare("SELECT 'usual'");
        var rare = connection.Prepare("SELECT 'rare'");

        for (var i = 0; i < 1000; i++)
        {
            connection.Prepare($"SELECT {i}").Run();
            connection.Prepare("SELECT 'usual'").ShouldBeSameAs(usual);
        }

        connection.Prepare("SELECT 'rare'").ShouldNotBeSameAs(rare);
        usual.Step().ShouldBeTrue();
        usual.Text(0).ShouldBe("usual");
        usual.Reset();
    }
}
