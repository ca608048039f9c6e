namespace TinyBase.Server.Tests.Durability;

/// <summary>A record of the tests.</summary>
/// <param name="Marker">Chosen by the client, for one record only.</param>
/// <param name="Revision">Counted up with each change.</param>
/// <param name="Text">Follows from the other two.</param>
internal sealed record Note(string Marker, int Revision, string Text)
{
    /// <summary>How often a usual note says what it is.</summary>
    public const int Repeats = 10;

    public static Note Of(string marker, int revision, int repeats = Repeats) =>
        new(marker, revision, string.Concat(Enumerable.Repeat($"{marker} {revision} ", repeats)));
}
