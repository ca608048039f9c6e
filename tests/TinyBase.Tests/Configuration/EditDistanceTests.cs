using Shouldly;

using TinyBase.Configuration;

using Xunit;

namespace TinyBase.Tests.Configuration;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("port", "port", 0)]
    [InlineData("", "port", 4)]
    [InlineData("prot", "port", 1)]
    [InlineData("prt", "port", 1)]
    [InlineData("poort", "port", 1)]
    [InlineData("part", "port", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void It_counts_insertions_deletions_replacements_and_swaps(string a, string b, int distance)
    {
        EditDistance.Between(a, b).ShouldBe(distance);
        EditDistance.Between(b, a).ShouldBe(distance);
    }
}
