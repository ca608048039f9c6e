namespace TinyBase.Browser.Tests;

/// <summary>Hooks of the app that the tests' server is part of: one that does well, one that never does, one that guards.</summary>
public sealed class SampleHooks
{
    [OnFunctionComplete("price_order", Order = 10)]
    public static Task Count(CancellationToken cancel) => Task.Delay(1, cancel);

    [OnFunctionComplete("always_fails", Durable = true)]
    public static void TellTheStore(FunctionCompleteEvent e) => throw new InvalidOperationException("The store does not answer");

    [BeforeRecordUpdate("no_such_collection", TimeoutSeconds = 2)]
    public static void Guard(RecordUpdateEvent e) => throw new HookRejection("It is final");
}
