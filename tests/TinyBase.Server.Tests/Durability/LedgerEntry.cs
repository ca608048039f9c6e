using Shouldly;
using TinyBase.Client;

namespace TinyBase.Server.Tests.Durability;

/// <summary>What a client knows of one record: what it asked for and what the server acknowledged.</summary>
internal sealed class LedgerEntry(string marker, int repeats)
{
    public string Marker => marker;

    public Guid? Id { get; set; }

    public int Asked { get; set; }

    public int Acknowledged { get; set; }

    public bool DeleteAsked { get; set; }

    public bool DeleteAcknowledged { get; set; }

    /// <summary>The note with a revision.</summary>
    public Note Of(int revision) => Note.Of(marker, revision, repeats);

    /// <summary>Holds what the server has against what it acknowledged; afterwards nothing is uncertain any more.</summary>
    /// <returns>Whether there is such a record.</returns>
    public bool Settle(Record<Note>? found)
    {
        if (found is null)
        {
            (Id is null || DeleteAsked).ShouldBeTrue($"{marker} was acknowledged and is lost");
            return false;
        }

        DeleteAcknowledged.ShouldBeFalse($"{marker} was deleted and is back");
        if (Id is { } id) found.Id.ShouldBe(id);
        found.Data.Revision.ShouldBeInRange(Acknowledged, Asked, marker);
        found.Data.ShouldBe(Of(found.Data.Revision));
        Id = found.Id;
        Asked = Acknowledged = found.Data.Revision;
        DeleteAsked = false;
        return true;
    }
}
