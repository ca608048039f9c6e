namespace TinyBase.Sdk.Frames;

/// <summary>
/// How a frame lies in the stream: the length of the rest (4 bytes), the type (1 byte), the number of the call (8 bytes), the payload.
/// Numbers are little-endian.
/// </summary>
internal static class FrameFormat
{
    /// <summary>The version of the protocol.</summary>
    public const int Protocol = 1;

    /// <summary>The largest rest of a frame, in bytes.</summary>
    public const int LargestFrame = 64 * 1024 * 1024;

    /// <summary>How many requests of one call are under way at once.</summary>
    public const int MostRequests = 32;

    /// <summary>How many lines of its log a call sends, and what is said outside of calls; one more says that others are left out.</summary>
    public const int MostLines = 1000;

    public const int LengthSize = 4;

    /// <summary>Type and number of the call, which the length counts.</summary>
    public const int HeadSize = 1 + 8;

    /// <summary>The largest result, in bytes: what is left of a frame beside its head and the status.</summary>
    public const int LargestResult = LargestFrame - HeadSize - 1;
}
