namespace TinyBase;

/// <summary>Runs when a call of a function begins, beside it; takes a <see cref="FunctionCallEvent"/>.</summary>
/// <param name="function">The name of the function; null or <c>*</c> for all.</param>
public sealed class OnFunctionCallAttribute(string? function = null) : AfterHookAttribute(HookPoint.FunctionCall, function);

/// <summary>Runs after a call of a function has ended; takes a <see cref="FunctionCompleteEvent"/>.</summary>
/// <param name="function">The name of the function; null or <c>*</c> for all.</param>
public sealed class OnFunctionCompleteAttribute(string? function = null) : AfterHookAttribute(HookPoint.FunctionComplete, function);

/// <summary>Runs before a function is called and may change its input or reject the call; takes a <see cref="FunctionCallEvent"/>.</summary>
/// <param name="function">The name of the function; null or <c>*</c> for all.</param>
public sealed class BeforeFunctionCallAttribute(string? function = null) : BeforeHookAttribute(HookPoint.BeforeFunctionCall, function);

/// <summary>Runs when a schedule fires, beside what it starts; takes a <see cref="ScheduleFireEvent"/>.</summary>
/// <param name="function">The name of the function that it calls; null or <c>*</c> for all.</param>
public sealed class OnScheduleFireAttribute(string? function = null) : AfterHookAttribute(HookPoint.ScheduleFire, function);
