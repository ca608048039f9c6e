namespace TinyBase.Sdk.Binding;

/// <summary>How a call ended.</summary>
internal abstract record FunctionOutcome
{
    private FunctionOutcome()
    {
    }

    /// <summary>It returned.</summary>
    /// <param name="Json">The result as UTF-8 JSON; <c>null</c> for a function that returns nothing.</param>
    public sealed record Succeeded(ReadOnlyMemory<byte> Json) : FunctionOutcome;

    /// <summary>It threw, or its result could not be used.</summary>
    public sealed record Failed(string ErrorType, string ErrorMessage, string? Stack = null) : FunctionOutcome;

    /// <summary>It did not run, because its input does not fit.</summary>
    /// <param name="Errors">The errors as a JSON array in UTF-8, as a 422 has them.</param>
    public sealed record Invalid(ReadOnlyMemory<byte> Errors) : FunctionOutcome;
}
