namespace TinyBase.Extensions.Hooks;

/// <summary>Runs the hooks at the start and the end of the server, or of an extension. One that fails is logged; the others go on.</summary>
internal sealed class HookLifetime(HookRunner runner, TimeProvider clock)
{
    /// <summary>Runs the hooks at the start among some.</summary>
    /// <returns>What the first that failed has to say; null if none did.</returns>
    public Task<string?> Begin(IEnumerable<Subscriber> of, CancellationToken cancel) => Run(HookPoint.Startup, () => new StartupEvent { At = clock.GetUtcNow() }, of, cancel);

    /// <summary>Runs the hooks at the end among some.</summary>
    public Task End(IEnumerable<Subscriber> of, CancellationToken cancel) => Run(HookPoint.Shutdown, () => new ShutdownEvent { At = clock.GetUtcNow() }, of, cancel);

    private async Task<string?> Run(HookPoint point, Func<HookEvent> happened, IEnumerable<Subscriber> of, CancellationToken cancel)
    {
        string? failure = null;
        foreach (var hook in of.OfType<Hook>().Where(hook => hook.Point == point).OrderBy(hook => hook.Order))
        {
            var (_, error, _) = await runner.TryRun(hook, happened(), cancel).ConfigureAwait(false);
            failure ??= error is null ? null : $"{hook.Name}: {error}";
        }

        return failure;
    }
}
