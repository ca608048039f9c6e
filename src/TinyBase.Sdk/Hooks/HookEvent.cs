using System.Text.Json.Serialization;

namespace TinyBase;

/// <summary>What happened or is about to. Each hook that runs after it has an instance of its own.</summary>
public abstract class HookEvent
{
    private protected HookEvent()
    {
    }

    /// <summary>Who did it; null for nobody known.</summary>
    [JsonPropertyOrder(1)]
    public HookActor? Actor { get; init; }

    /// <summary>The id of the request, as its answer and the log have it; null where no request did it.</summary>
    [JsonPropertyOrder(1)]
    public string? RequestId { get; init; }

    /// <summary>When it happened, in UTC.</summary>
    [JsonPropertyOrder(1)]
    public DateTimeOffset At { get; init; }

    /// <summary>What runs after it.</summary>
    internal abstract HookPoint Point { get; }

    /// <summary>The collection or function that hooks are chosen by; null where there is none.</summary>
    internal virtual string? Subject => null;

    /// <summary>Events with the same key reach a hook that keeps them in their order; null for no order.</summary>
    internal virtual string? OrderKey => null;
}

/// <summary>Who did something.</summary>
/// <param name="UserId">The user; null for a program with an application token, the operator and the server itself.</param>
/// <param name="Email">The address of the user; null for none.</param>
/// <param name="IsAdmin">Whether they have admin rights.</param>
public sealed record HookActor(Guid? UserId, string? Email, bool IsAdmin);
