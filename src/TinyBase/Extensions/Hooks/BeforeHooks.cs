namespace TinyBase.Extensions.Hooks;

/// <summary>Why something is not to be.</summary>
/// <param name="Message">What the client is told.</param>
/// <param name="Field">The field that it is about; null for none.</param>
/// <param name="RetryAfter">When to try again, where a hook could not be asked; null where it has rejected.</param>
internal sealed record HookRefusal(string Message, string? Field = null, TimeSpan? RetryAfter = null);

/// <summary>The hooks that run before something happens, one after the other in their order. None is ever passed over: it may guard a rule.</summary>
internal sealed class BeforeHooks(HookRegistry registry, HookRunner runner)
{
    /// <summary>Whether any hook runs before something.</summary>
    public bool Any(HookPoint point, string? subject) => !registry.Table.For(point, subject).IsEmpty;

    /// <summary>Runs the hooks.</summary>
    /// <returns>Null if it may go on.</returns>
    /// <exception cref="TimeoutException">One took too long.</exception>
    public async Task<HookRefusal?> Run(HookPoint point, HookEvent coming, CancellationToken cancel)
    {
        foreach (var hook in registry.Table.For(point, coming.Subject).Now)
        {
            try
            {
                var (ran, wait) = await runner.Run(hook, coming, cancel).ConfigureAwait(false);
                if (ran) continue;
                hook.Health.Skip();
                return new HookRefusal("A hook that has to agree keeps failing. Try again later.", RetryAfter: wait);
            }
            catch (HookRejection rejection)
            {
                return new HookRefusal(rejection.Message, rejection.Field);
            }
        }

        return null;
    }
}
