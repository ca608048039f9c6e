using TinyBase.Collections;
using TinyBase.Functions;
using TinyBase.Hosting;

namespace TinyBase.OpenApi;

/// <summary>
/// The documents of all audiences. Each is built when it is first asked for after a change of any collection or function, once, however many ask.
/// </summary>
internal sealed class ApiDocuments(CollectionCatalog catalog, FunctionCatalog functions, MountPoint mountPoint)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Audience, Built> _built = [];

    /// <summary>The document for a caller.</summary>
    public Task<CompressedContent> For(Caller caller, CancellationToken cancel) => Current(Audience.Of(caller)).WaitAsync(cancel);

    private Task<CompressedContent> Current(Audience audience)
    {
        lock (_gate)
        {
            // Taken first: if a collection or function changes before it is read, the document is newer than its version and is built once more.
            var version = (catalog.Version, functions.Version);
            if (_built.TryGetValue(audience, out var built) && built.Version == version && !built.Document.IsFaulted) return built.Document;
            var document = Task.Run(() => new DocumentBuilder(audience, mountPoint.Endpoints, [.. catalog.All], [.. functions.All]).Build());
            _built[audience] = new Built(version, document);
            return document;
        }
    }

    private sealed record Built((object Collections, object Functions) Version, Task<CompressedContent> Document);
}
