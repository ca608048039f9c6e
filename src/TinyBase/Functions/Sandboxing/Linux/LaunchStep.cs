namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>How far the start of a program came.</summary>
internal enum LaunchStep
{
    None,
    User,
    Unreachable,
    Owner,
    Capabilities,
    NoNewPrivileges,
    Landlock,
    Filter,
    Program,
    Done,
}
