namespace TinyBase.Benchmarks.FirstPaint;

/// <summary>What one look at a page took: milliseconds since the navigation began, and bytes as they came, compressed.</summary>
internal sealed class Look
{
    /// <summary>When anything was painted first.</summary>
    public double Paint { get; init; }

    /// <summary>When text or an image was painted first.</summary>
    public double Content { get; init; }

    /// <summary>When the text that the page is opened for stood there.</summary>
    public double Text { get; init; }

    /// <summary>The bytes of script.</summary>
    public double Script { get; init; }

    /// <summary>The bytes of everything.</summary>
    public double Bytes { get; init; }

    /// <summary>How many requests were sent.</summary>
    public double Requests { get; init; }
}
