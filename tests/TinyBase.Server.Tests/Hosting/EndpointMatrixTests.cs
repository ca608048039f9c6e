using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Hosting;

public sealed class EndpointMatrixTests(ServerFixture fixture)
{
    private static readonly string[] NotOperations = ["method_not_allowed", "unknown_path"];

    public static IEnumerable<TheoryDataRow<string, string, string, string>> Rows =>
        EndpointMatrix.Rows.Select(row =>
            new TheoryDataRow<string, string, string, string>(row.Operation, row.Access, row.Record, row.Statuses));

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Callers_get_the_status_that_is_theirs(string operation, string access, string record, string statuses) =>
        EndpointMatrix.Check(fixture.Server, new EndpointMatrixRow(operation, access, record, statuses));

    [Fact]
    public void Every_operation_is_in_the_table()
    {
        var mapped = fixture.Server.Endpoints.Select(endpoint => endpoint.DisplayName!).Except(NotOperations);

        EndpointMatrix.Rows.Select(row => row.Operation).Distinct().ShouldBe(mapped, ignoreOrder: true);
    }
}
