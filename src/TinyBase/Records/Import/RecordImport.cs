using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using SQLitePCL;

using TinyBase.Collections;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Records.Import;

/// <summary>
/// Imports lines in batches: one is read and validated while the writer works at the one before it. More than these two are never held.
/// </summary>
internal sealed partial class RecordImport(
    ImportStore store,
    RecordWrites writes,
    CollectionCatalog catalog,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<RecordImport> logger)
{
    /// <summary>For how long a batch is offered to a writer that has too much to do; a change of a schema may hold it up.</summary>
    private static readonly TimeSpan OfferFor = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan OfferEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Imports all lines, or as many as it can.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="model">The collection.</param>
    /// <param name="origin">Who imports.</param>
    /// <param name="report">Gets what becomes of the lines.</param>
    /// <param name="cancel">Cancelled when the client is gone.</param>
    public async Task Run(LineReader lines, CollectionModel model, WriteOrigin origin, ImportReport report, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, lifetime.ApplicationStopping);
        try
        {
            await RunBatches(lines, model, origin, report, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            report.Stop ??= new ImportStop(StatusCodes.Status503ServiceUnavailable, "The server is stopping");
        }
        catch (BadHttpRequestException error) when (!EndpointRunner.IsCutOff(error))
        {
            report.Stop ??= new ImportStop(error.StatusCode, error.Message.TrimEnd('.'), EndsConnection: true);
        }
        finally
        {
            await lines.End().ConfigureAwait(false);
            if (report.Failure is { } failure) Log.NotListed(logger, failure, origin.RequestId);
            Log.Imported(logger, model.Definition.Name, report.Imported, report.Refused, report.Lines, origin.RequestId);
        }
    }

    private async Task RunBatches(LineReader lines, CollectionModel model, WriteOrigin origin, ImportReport report, CancellationToken cancel)
    {
        using ImportBatch one = new(), other = new();
        var (filling, writing) = (one, other);
        Task<ImportStop?> written = Task.FromResult<ImportStop?>(null);
        var isMore = true;
        try
        {
            while (isMore)
            {
                // A collection that is gone is found out by the write.
                filling.Begin(catalog.Current(model) ?? model);
                isMore = await lines.Fill(filling, cancel).ConfigureAwait(false);
                if (writes.HasHooksBeforeCreate(filling.Model)) await RunHooks(filling, origin, cancel).ConfigureAwait(false);
                report.Stop = await written.ConfigureAwait(false);
                if (report.Stop is not null) break;
                written = Write(filling, origin, report, cancel);
                (filling, writing) = (writing, filling);
            }
        }
        finally
        {
            // Also where the client is gone: the writer may be at it, and the report is to say what was committed.
            report.Stop ??= await written.ConfigureAwait(false);
        }
    }

    /// <summary>Writes a batch and reports it.</summary>
    /// <returns>Why it could not be written; null if it was.</returns>
    private async Task<ImportStop?> Write(ImportBatch batch, WriteOrigin origin, ImportReport report, CancellationToken cancel)
    {
        try
        {
            var outcome = batch.Count == 0 ? null : await Offer(batch, origin, cancel).ConfigureAwait(false);
            if (outcome?.Result == RecordResult.CollectionMissing)
            {
                return new ImportStop(StatusCodes.Status404NotFound, $"Collection '{batch.Model.Definition.Name}' not found");
            }

            if (outcome?.Result == RecordResult.Denied) return new ImportStop(StatusCodes.Status403Forbidden, "Access denied");
            if (writes.HasHooksBeforeCreate(batch.Model)) LogFailedHookRecords(batch, origin);
            // Not to be cancelled: what is committed is to be reported.
            await report.Add(batch, CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (SqliteException error)
        {
            // The writer has logged the error itself.
            Log.WriteFailed(logger, origin.RequestId);
            return error.SqliteErrorCode == raw.SQLITE_FULL
                ? new ImportStop(StatusCodes.Status507InsufficientStorage, "The database is full")
                : new ImportStop(StatusCodes.Status500InternalServerError, "Internal Server Error");
        }
        catch (BusyException error)
        {
            return new ImportStop(StatusCodes.Status503ServiceUnavailable, error.Message.TrimEnd('.'));
        }
    }

    private async Task<RecordOutcome> Offer(ImportBatch batch, WriteOrigin origin, CancellationToken cancel)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await store.Write(batch, origin, cancel).ConfigureAwait(false);
            }
            catch (BusyException) when (clock.GetElapsedTime(started) < OfferFor && !lifetime.ApplicationStopping.IsCancellationRequested)
            {
                await Task.Delay(OfferEvery, clock, cancel).ConfigureAwait(false);
            }
        }
    }

    private async Task RunHooks(ImportBatch batch, WriteOrigin origin, CancellationToken cancel)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch[i].Refusal is not null) continue;
            var (refusal, left) = await writes.TryBeforeCreate(batch.Model, batch.Values(i).ToArray(), origin, cancel).ConfigureAwait(false);
            if (refusal is null) batch.Take(i, left);
            else batch[i].Refusal = refusal;
        }
    }

    private void LogFailedHookRecords(ImportBatch batch, WriteOrigin origin)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch[i].Taken is { Result: RecordResult.Failed, Reason: { } reason }) Log.HookRecordFailed(logger, reason, batch[i].Number, origin.RequestId);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4011, LogLevel.Information, "Imported {Imported} records into '{Collection}' and refused {Refused}, up to line {Lines} [{RequestId}]")]
        public static partial void Imported(ILogger logger, string collection, long imported, long refused, long lines, string requestId);

        [LoggerMessage(4013, LogLevel.Error, "{Reason} (line {Line}) [{RequestId}]")]
        public static partial void HookRecordFailed(ILogger logger, string reason, long line, string requestId);

        [LoggerMessage(4014, LogLevel.Error, "The refused lines of an import could not be put into a temporary file and are only counted [{RequestId}]")]
        public static partial void NotListed(ILogger logger, Exception error, string requestId);

        [LoggerMessage(4012, LogLevel.Error, "A batch of an import could not be written [{RequestId}]")]
        public static partial void WriteFailed(ILogger logger, string requestId);
    }
}
