using System.Net;
using TinyBase.Client;

namespace TinyBase.Examples.LoadData;

/// <summary>Loads data files into collections of a server, several records at a time.</summary>
/// <param name="client">The server, with the token of an admin.</param>
/// <param name="concurrency">How many requests are under way at once. The default is 16.</param>
public sealed class Loader(TinyBaseClient client, int concurrency = 16)
{
    /// <summary>Says whether the server has the collection of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancel">Cancels the call.</param>
    public async Task<bool> ExistsAsync(DataFile file, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            await client.Collections.GetAsync(file.Collection.Name, cancel).ConfigureAwait(false);
            return true;
        }
        catch (TinyBaseException refused) when (refused.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    /// <summary>Creates the collection of a file and its records.</summary>
    /// <param name="file">The file.</param>
    /// <param name="replace">Whether to delete the collection first. The default is false.</param>
    /// <param name="loaded">Told 1 for each record that was created, from any thread.</param>
    /// <param name="cancel">Stops loading; what was loaded stays.</param>
    /// <exception cref="LoadException">The server refused a row; the message names the row and its fields.</exception>
    /// <exception cref="TinyBaseException">The server refused the collection.</exception>
    public async Task LoadAsync(DataFile file, bool replace = false, IProgress<int>? loaded = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (replace)
        {
            await client.Collections.DeleteAsync(file.Collection.Name, cancel).ConfigureAwait(false);
        }

        await client.Collections.CreateAsync(file.Collection, cancel).ConfigureAwait(false);
        var records = client.Collection(file.Collection.Name);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancel };
        await Parallel.ForEachAsync(file.Rows, parallel, async (row, stop) =>
        {
            try
            {
                await records.CreateAsync(row.Data, stop).ConfigureAwait(false);
            }
            catch (TinyBaseException refused)
            {
                throw new LoadException(file, row, refused);
            }

            loaded?.Report(1);
        }).ConfigureAwait(false);
    }
}
