namespace TinyBase.Client;

/// <summary>How many records to fetch at a time: as many as wanted, or fewer where the records are large.</summary>
internal sealed class PageSize
{
    // A try that fails costs as much as a page or more, so there are several pages to one.
    private const int PagesBeforeMore = 8;

    private readonly int _wanted;
    private int _fetched;

    public PageSize(int wanted) => (_wanted, Current) = (wanted, wanted);

    public int Current { get; private set; }

    /// <summary>So many were fetched. After some pages the size goes back towards the wanted one: large records may be few.</summary>
    public void Fetched()
    {
        if (Current < _wanted && ++_fetched == PagesBeforeMore)
        {
            Current = (int)Math.Min(_wanted, Current * 2L);
            _fetched = 0;
        }
    }

    /// <summary>So many were too large.</summary>
    public void TooLarge(int asked)
    {
        Current = Math.Max(1, asked / 2);
        _fetched = 0;
    }
}
