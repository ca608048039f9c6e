namespace TinyBase.Browser.Tests;

/// <summary>How a page is looked at.</summary>
internal sealed record PageLook(string Name, int Width, int Height, bool IsDark)
{
    public static PageLook Usual { get; } = new("wide-light", 1280, 800, IsDark: false);

    /// <summary>Whether there is time for each with each.</summary>
    public static bool AreAll { get; } = Environment.GetEnvironmentVariable("TINYBASE_TEST_LONG") == "1";

    /// <summary>Wide and narrow, light and dark; each with each where there is time for the long form of the tests.</summary>
    public static IReadOnlyList<PageLook> All { get; } = AreAll
        ? [Usual, new("wide-dark", 1280, 800, IsDark: true), new("narrow-light", 360, 740, IsDark: false), NarrowAndDark]
        : [Usual, NarrowAndDark];

    /// <summary>Whether it is as wide as a phone.</summary>
    public bool IsNarrow => Width < 400;

    private static PageLook NarrowAndDark => new("narrow-dark", 360, 740, IsDark: true);
}
