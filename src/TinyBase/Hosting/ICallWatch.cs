namespace TinyBase.Hosting;

/// <summary>Watches calls into code that is not the server's own.</summary>
internal interface ICallWatch
{
    /// <summary>Makes a call and sees it through to its end.</summary>
    ValueTask<T> Watch<T>(Func<ValueTask<T>> call);
}

/// <summary>Watches nothing: the code of the embedding app is the operator's own.</summary>
internal sealed class NoCallWatch : ICallWatch
{
    public static readonly NoCallWatch Instance = new();

    public ValueTask<T> Watch<T>(Func<ValueTask<T>> call) => call();
}
