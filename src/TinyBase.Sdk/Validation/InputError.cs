namespace TinyBase.Sdk.Validation;

/// <summary>One thing that is wrong with an input.</summary>
/// <param name="Problem">What it is.</param>
/// <param name="Path">Where it is.</param>
internal sealed record InputError(Problem Problem, InputPath Path);
