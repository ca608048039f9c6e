namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>Numbers of <see cref="SystemCall"/> that a restricted thread uses, as fields, which are read without calling anything.</summary>
internal sealed class SystemCallNumbers
{
    public readonly nint SetGroups = SystemCall.SetGroups;
    public readonly nint SetResUid = SystemCall.SetResUid;
    public readonly nint SetResGid = SystemCall.SetResGid;
    public readonly nint SetFsUid = SystemCall.SetFsUid;
    public readonly nint SetFsGid = SystemCall.SetFsGid;
    public readonly nint ChangeOwner = SystemCall.ChangeOwner;
    public readonly nint SetCapabilities = SystemCall.SetCapabilities;
    public readonly nint ProcessControl = SystemCall.ProcessControl;
    public readonly nint Seccomp = SystemCall.Seccomp;
    public readonly nint LimitProcess = SystemCall.LimitProcess;
    public readonly nint CloseRange = SystemCall.CloseRange;
    public readonly nint Access = SystemCall.Access;
    public readonly nint LandlockRestrictSelf = SystemCall.LandlockRestrictSelf;
}
