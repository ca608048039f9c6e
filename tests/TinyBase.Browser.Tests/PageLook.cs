namespace TinyBase.Browser.Tests;

/// <summary>How a page is looked at.</summary>
internal sealed record PageLook(string Name, int Width, int Height, bool IsDark)
{
    public static PageLook Usual { get; } = new("wide-light", 1280, 800, IsDark: false);

    public static IReadOnlyList<PageLook> All { get; } =
    [
        Usual,
        new("wide-dark", 1280, 800, IsDark: true),
        new("narrow-light", 360, 740, IsDark: false),
        new("narrow-dark", 360, 740, IsDark: true),
    ];
}
