using Shouldly;

using TinyBase.OpenApi;

using Xunit;

namespace TinyBase.Tests.OpenApi;

public sealed class PortablePatternTests
{
    [Theory]
    [InlineData("")]
    [InlineData("^[A-Z]{3}-\\d+$")]
    [InlineData("^(?:a|b){1,}?$")]
    [InlineData("(?<year>[0-9]{4})")]
    [InlineData("[^\\]\\-\\\\]+")]
    [InlineData("\\u00e4|\\x41")]
    public void What_both_understand_is_a_pattern(string pattern) => PortablePattern.Is(pattern).ShouldBeTrue();

    [Theory]
    [InlineData("(?i)abc")]
    [InlineData("(?i:abc)")]
    [InlineData("(?#comment)a")]
    [InlineData("(?'name'a)")]
    [InlineData("\\Aa\\z")]
    [InlineData("\\p{L}")]
    [InlineData("[a-z-[aeiou]]")]
    [InlineData("[]a]")]
    [InlineData("[^]a]")]
    [InlineData("a{")]
    [InlineData("a{,3}")]
    [InlineData("a}")]
    [InlineData("a]")]
    [InlineData("\\e")]
    [InlineData("\\-")]
    [InlineData("[\\b]")]
    public void What_only_one_of_them_understands_is_not(string pattern) => PortablePattern.Is(pattern).ShouldBeFalse();
}
