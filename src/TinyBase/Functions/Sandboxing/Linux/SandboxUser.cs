namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>The user and group that functions run as where the server is root.</summary>
/// <remarks>
/// The default belongs to no account. The well-known "nobody" would share the processes and files of every other daemon that uses it.
/// </remarks>
internal sealed record SandboxUser(int UserId, int GroupId)
{
    public static SandboxUser Default { get; } = new(65533, 65533);
}
