using Shouldly;

using Xunit;

namespace TinyBase.Server.Tests.Hosting;

/// <summary>Waits for what happens beside the answers.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits until a value is as expected; it is compared once more when patience has run out.</summary>
    public static async Task Becomes<T>(Func<T> value, T expected)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (!patience.IsCancellationRequested && !Equals(value(), expected))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        }

        value().ShouldBe(expected);
    }

    /// <summary>Waits likewise for a value that has to be asked for.</summary>
    public static async Task Becomes<T>(Func<Task<T>> value, T expected)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (!patience.IsCancellationRequested && !Equals(await value(), expected))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        }

        (await value()).ShouldBe(expected);
    }
}
