namespace TinyBase;

/// <summary>Whose rights a function has when it uses <see cref="FunctionContext.Client"/>.</summary>
public enum RunAs
{
    /// <summary>Those of whoever called it; a scheduled run has the rights of an admin.</summary>
    Caller,

    /// <summary>Those of an admin, whoever called it.</summary>
    System,
}
