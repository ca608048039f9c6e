using TinyBase.Client;

namespace TinyBase.Server.Tests.Durability;

/// <summary>One client that creates, changes and deletes notes of its own and keeps a ledger of them.</summary>
/// <param name="number">Which of the clients it is.</param>
/// <param name="mostNotes">How many notes it has at most.</param>
/// <param name="repeats">How long each is, as <see cref="Note.Of"/> has it.</param>
internal sealed class LedgerWriter(int number, int mostNotes = 200, int repeats = Note.Repeats)
{
    private readonly Random _random = new(number);
    private int _made;

    public List<LedgerEntry> Live { get; } = [];

    /// <summary>The entries whose deletion was acknowledged in this round.</summary>
    public List<LedgerEntry> Deleted { get; } = [];

    public int Acknowledgements { get; private set; }

    /// <summary>Holds what the server has against the ledger; afterwards the ledger is certain.</summary>
    public void Settle(IReadOnlyDictionary<string, Record<Note>> found)
    {
        foreach (var entry in Deleted) entry.Settle(found.GetValueOrDefault(entry.Marker));
        Deleted.Clear();
        Live.RemoveAll(entry => !entry.Settle(found.GetValueOrDefault(entry.Marker)));
    }

    /// <summary>Writes until the server is gone.</summary>
    public async Task Run(RecordsClient<Note> notes)
    {
        try
        {
            while (true)
            {
                await WriteOnce(notes);
                Acknowledgements++;
            }
        }
        catch (HttpRequestException)
        {
            // Whether the last write was kept is for the next start to say.
        }
    }

    private async Task WriteOnce(RecordsClient<Note> notes)
    {
        var choice = _random.Next(10);
        var entry = Live.Count == 0 ? null : Live[_random.Next(Live.Count)];
        if (entry is null || (choice < 6 && Live.Count < mostNotes)) await Create(notes);
        else if (choice < 8) await Change(notes, entry);
        else await Delete(notes, entry);
    }

    private async Task Create(RecordsClient<Note> notes)
    {
        var entry = new LedgerEntry($"{number}-{_made++}", repeats);
        Live.Add(entry);
        entry.Id = (await notes.CreateAsync(entry.Of(0))).Id;
    }

    private static async Task Change(RecordsClient<Note> notes, LedgerEntry entry)
    {
        entry.Asked++;
        await notes.UpdateAsync(entry.Id!.Value, (object)entry.Of(entry.Asked));
        entry.Acknowledged = entry.Asked;
    }

    private async Task Delete(RecordsClient<Note> notes, LedgerEntry entry)
    {
        entry.DeleteAsked = true;
        await notes.DeleteAsync(entry.Id!.Value);
        entry.DeleteAcknowledged = true;
        Live.Remove(entry);
        Deleted.Add(entry);
    }
}
