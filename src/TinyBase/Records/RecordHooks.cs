using System.Text.Json;
using System.Text.Json.Nodes;

using TinyBase.Collections;
using TinyBase.Collections.Schema;
using TinyBase.Hosting;

namespace TinyBase.Records;

/// <summary>The hooks before a change of a record, run one after the other in the order they were added.</summary>
internal sealed class RecordHooks(IEnumerable<IBeforeRecordChange> hooks, TimeProvider clock)
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(5);

    private readonly IBeforeRecordChange[] _hooks = [.. hooks];

    public bool Any => _hooks.Length > 0;

    /// <summary>Runs the hooks.</summary>
    /// <returns>Null, or what the client is told if one rejected the change.</returns>
    /// <exception cref="TimeoutException">They took too long.</exception>
    public async Task<RecordOutcome?> Run(RecordChange change, CancellationToken cancel)
    {
        using var time = new CancellationTokenSource(MaxTime, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancel);
        try
        {
            // On a thread of the pool and not waited for beyond its time, since a hook may block or ignore its token.
            await Task.Run(() => RunAll(change, both.Token), both.Token).WaitAsync(both.Token).ConfigureAwait(false);
            return null;
        }
        catch (HookRejection rejection)
        {
            return rejection.Field is { } field
                ? RecordOutcome.Invalid([new ValidationError("hook_rejected", ["body", "data", field], rejection.Message)])
                : RecordOutcome.Rejected(rejection.Message);
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"The hooks before a change in '{change.Collection}' took longer than {MaxTime.TotalSeconds} s.", error);
        }
    }

    /// <summary>The fields of a record as hooks see them.</summary>
    public static JsonObject ToJson(CollectionModel model, FieldValue[] values)
    {
        using var json = new JsonBuffer();
        RecordJson.WriteData(json, model, values);
        return JsonNode.Parse(json.Written.Span)!.AsObject();
    }

    /// <summary>What hooks left of the fields, as if a client had sent it.</summary>
    public static RecordBody ToBody(JsonObject data) =>
        new(JsonSerializer.SerializeToElement(data, WireJson.Wire.JsonObject), IsFlat: false);

    private async Task RunAll(RecordChange change, CancellationToken cancel)
    {
        foreach (var hook in _hooks) await hook.BeforeAsync(change, cancel).ConfigureAwait(false);
    }
}
