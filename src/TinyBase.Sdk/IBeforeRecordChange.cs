namespace TinyBase;

/// <summary>Looks at every change of a record before it is written, and may change or reject it.</summary>
public interface IBeforeRecordChange
{
    /// <summary>
    /// Runs ahead of the write, with five seconds of time. It runs again with fresh data where the record changed meanwhile, so it
    /// must not mind being repeated.
    /// </summary>
    /// <param name="change">The change.</param>
    /// <param name="cancel">Cancelled when the client leaves or the time is up.</param>
    /// <returns>A task that ends when the change may go on.</returns>
    /// <exception cref="HookRejection">The change is not to be; nothing is written and the client hears why.</exception>
    ValueTask BeforeAsync(RecordChange change, CancellationToken cancel);
}
