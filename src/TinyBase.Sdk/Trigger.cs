namespace TinyBase;

/// <summary>What started a call.</summary>
public enum Trigger
{
    /// <summary>Somebody called the function.</summary>
    Manual,

    /// <summary>A schedule was due.</summary>
    Schedule,
}
