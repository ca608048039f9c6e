namespace TinyBase.Sdk.Validation;

/// <summary>One thing that is wrong with an input.</summary>
/// <param name="Problem">What it is.</param>
/// <param name="Path">Where it is.</param>
/// <param name="IsSecret">Whether what was given must not be repeated.</param>
internal sealed record InputError(Problem Problem, InputPath Path, bool IsSecret = false);
