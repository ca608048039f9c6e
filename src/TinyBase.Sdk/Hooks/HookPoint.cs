namespace TinyBase;

/// <summary>What a hook can be for.</summary>
internal enum HookPoint
{
    Startup,
    Shutdown,
    BeforeUserRegister,
    UserRegister,
    UserLogin,
    LoginFail,
    BeforeRecordCreate,
    BeforeRecordUpdate,
    BeforeRecordDelete,
    RecordCreate,
    RecordUpdate,
    RecordDelete,
    BeforeFunctionCall,
    FunctionCall,
    FunctionComplete,
    ScheduleFire,
    CollectionChange,
}

/// <summary>What is known of each <see cref="HookPoint"/>.</summary>
internal static class HookPoints
{
    /// <summary>How many there are.</summary>
    public static int Count { get; } = Enum.GetValues<HookPoint>().Length;

    /// <summary>Those that a webhook can be told of, which are also those that can be kept.</summary>
    public static IReadOnlyList<HookPoint> Kept { get; } =
        [.. Enum.GetValues<HookPoint>().Where(point => !point.IsBefore() && point is not (HookPoint.Startup or HookPoint.Shutdown))];

    public static bool IsBefore(this HookPoint point) => point is HookPoint.BeforeUserRegister or HookPoint.BeforeFunctionCall
        or HookPoint.BeforeRecordCreate or HookPoint.BeforeRecordUpdate or HookPoint.BeforeRecordDelete;

    /// <summary>The event that hooks get.</summary>
    public static Type EventType(this HookPoint point) => point switch
    {
        HookPoint.Startup => typeof(StartupEvent),
        HookPoint.Shutdown => typeof(ShutdownEvent),
        HookPoint.BeforeUserRegister or HookPoint.UserRegister => typeof(UserRegisterEvent),
        HookPoint.UserLogin => typeof(UserLoginEvent),
        HookPoint.LoginFail => typeof(LoginFailEvent),
        HookPoint.BeforeRecordCreate or HookPoint.RecordCreate => typeof(RecordCreateEvent),
        HookPoint.BeforeRecordUpdate or HookPoint.RecordUpdate => typeof(RecordUpdateEvent),
        HookPoint.BeforeRecordDelete or HookPoint.RecordDelete => typeof(RecordDeleteEvent),
        HookPoint.BeforeFunctionCall or HookPoint.FunctionCall => typeof(FunctionCallEvent),
        HookPoint.FunctionComplete => typeof(FunctionCompleteEvent),
        HookPoint.ScheduleFire => typeof(ScheduleFireEvent),
        HookPoint.CollectionChange => typeof(CollectionChangeEvent),
        _ => throw new ArgumentOutOfRangeException(nameof(point), point, null),
    };

    /// <summary>The name on the wire, such as <c>record.create</c>.</summary>
    public static string Name(this HookPoint point) => point switch
    {
        HookPoint.Startup => "startup",
        HookPoint.Shutdown => "shutdown",
        HookPoint.BeforeUserRegister => "before.user.register",
        HookPoint.UserRegister => "user.register",
        HookPoint.UserLogin => "user.login",
        HookPoint.LoginFail => "login.fail",
        HookPoint.BeforeRecordCreate => "before.record.create",
        HookPoint.BeforeRecordUpdate => "before.record.update",
        HookPoint.BeforeRecordDelete => "before.record.delete",
        HookPoint.RecordCreate => "record.create",
        HookPoint.RecordUpdate => "record.update",
        HookPoint.RecordDelete => "record.delete",
        HookPoint.BeforeFunctionCall => "before.function.call",
        HookPoint.FunctionCall => "function.call",
        HookPoint.FunctionComplete => "function.complete",
        HookPoint.ScheduleFire => "schedule.fire",
        HookPoint.CollectionChange => "collection.change",
        _ => throw new ArgumentOutOfRangeException(nameof(point), point, null),
    };

    /// <summary>Those with such a name, where <c>*</c> stands for all that can be kept and <c>record.*</c> for all of records.</summary>
    public static IEnumerable<HookPoint> Named(string name) =>
        name == "*" ? Kept
        : name.EndsWith(".*", StringComparison.Ordinal) ? Kept.Where(point => point.Name().StartsWith(name[..^1], StringComparison.Ordinal))
        : Kept.Where(point => point.Name() == name);
}
