namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>What a thread gives up before it starts a program.</summary>
/// <param name="Ruleset">The descriptor of the Landlock rules, or −1 without Landlock.</param>
/// <param name="Filter">The seccomp program; empty where the kernel has none.</param>
/// <param name="User">Whom the program runs as, or null for the server's own user.</param>
/// <param name="Readable">What the user must be able to read, else the program stays root without any capability.</param>
/// <param name="Writable">Folders that are handed to the user.</param>
/// <param name="Caches">Those of them that are emptied before, if they are another user's.</param>
internal sealed record Restrictions(
    int Ruleset, ulong[] Filter, SandboxUser? User, IReadOnlyList<string> Readable, IReadOnlyList<string> Writable, IReadOnlyList<string> Caches);
