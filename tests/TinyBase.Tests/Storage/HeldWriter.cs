using TinyBase.Storage;

namespace TinyBase.Tests.Storage;

/// <summary>A writer that is busy with an operation until it is released.</summary>
internal sealed class HeldWriter : IDisposable
{
    private readonly ManualResetEventSlim _taken = new();
    private readonly ManualResetEventSlim _release = new();
    private readonly Task _operation;

    public HeldWriter(Writer writer, Action<Connection>? setUp)
    {
        _operation = writer.Run(session =>
        {
            setUp?.Invoke(session.Connection);
            _taken.Set();
            _release.Wait();
            return Written.Keep(true);
        });
        _taken.Wait();
    }

    public void Release() => _release.Set();

    /// <summary>Releases the writer and waits until each write has ended, however it ended.</summary>
    public async Task Settle(IEnumerable<Task> writes)
    {
        Release();
        await _operation;
        await Task.WhenAll(writes).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    public void Dispose()
    {
        Release();
        _operation.GetAwaiter().GetResult();
        _taken.Dispose();
        _release.Dispose();
    }
}
