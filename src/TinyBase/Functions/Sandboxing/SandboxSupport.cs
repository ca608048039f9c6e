using System.Globalization;
using System.Text;
using TinyBase.Functions.Sandboxing.Linux;

namespace TinyBase.Functions.Sandboxing;

/// <summary>What the system offers to keep functions apart from the server and from each other.</summary>
/// <param name="LandlockAbi">The version of Landlock, 0 without.</param>
/// <param name="FiltersSystemCalls">Whether system calls can be refused (seccomp).</param>
/// <param name="User">Whom functions run as where the server is root; else null.</param>
/// <param name="EndsWithServer">Whether nothing outlives a server that is killed.</param>
/// <param name="Missing">Why Landlock is missing, or null.</param>
internal sealed record SandboxSupport(int LandlockAbi, bool FiltersSystemCalls, SandboxUser? User, bool EndsWithServer, string? Missing)
{
    /// <summary>Nothing but ordinary processes.</summary>
    public static SandboxSupport None(string reason) => new(0, FiltersSystemCalls: false, User: null, EndsWithServer: false, reason);

    /// <summary>Whether functions are kept from the database and the key.</summary>
    public bool GuardsFiles => LandlockAbi > 0 || User is not null;

    /// <summary>Whether there is anything to restrict programs with.</summary>
    public bool IsAny => GuardsFiles || FiltersSystemCalls || EndsWithServer;

    /// <summary>One line for the log.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(LandlockAbi > 0
            ? string.Create(CultureInfo.InvariantCulture, $"files by Landlock (version {LandlockAbi})")
            : $"no Landlock ({Missing})");
        if (User is not null) text.Append(CultureInfo.InvariantCulture, $", as user {User.UserId}");
        text.Append(FiltersSystemCalls ? ", filtered system calls" : ", no filter of system calls");
        if (LandlockAbi is > 0 and < Landlock.AbiWithScopes && User is null) text.Append(", signals to the server are not refused");
        if (!EndsWithServer) text.Append(", functions may outlive a server that is killed");
        if (!GuardsFiles) text.Append(": functions can read all that the server can, its key included");
        return text.ToString();
    }
}
