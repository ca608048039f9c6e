namespace TinyBase.Sdk.Frames;

/// <summary>The other end broke the protocol, or went away in the middle of a frame.</summary>
internal sealed class FrameException(string message) : Exception(message);
