namespace TinyBase.Configuration;

/// <summary>The admin whom <c>tinybase init</c> creates. A running server does not look at it.</summary>
internal sealed class AdminSeed
{
    public string? Email { get; set; }

    public string? Password { get; set; }
}
