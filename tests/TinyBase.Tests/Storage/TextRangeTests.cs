using System.Text;
using Shouldly;
using TinyBase.Storage;
using Xunit;

namespace TinyBase.Tests.Storage;

/// <summary>The range of the texts that begin with a prefix.</summary>
public sealed class TextRangeTests
{
    [Theory]
    [InlineData("a", "b")]
    [InlineData("az", "a{")]
    [InlineData("\u007f", "\u0080")]
    [InlineData("x\u07ff", "x\u0800")]
    [InlineData("x\ud7ff", "x\ue000")]
    [InlineData("x\uffff", "x\U00010000")]
    [InlineData("x\U0010ffff", "y")]
    [InlineData("x\U0010ffff\U0010ffff", "y")]
    [InlineData("\U0010ffff", null)]
    [InlineData("", null)]
    public void A_range_ends_before_the_next_text_that_begins_otherwise(string prefix, string? end)
    {
        var after = TextRange.After(Encoding.UTF8.GetBytes(prefix));

        (after is null ? null : Encoding.UTF8.GetString(after)).ShouldBe(end);
    }
}
