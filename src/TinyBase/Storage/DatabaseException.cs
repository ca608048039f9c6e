namespace TinyBase.Storage;

/// <summary>The database cannot be used; the message is one line for the operator that says why and what to do.</summary>
public sealed class DatabaseException : Exception
{
    /// <summary>An error without a message.</summary>
    public DatabaseException()
    {
    }

    /// <summary>An error that says why the database cannot be used.</summary>
    /// <param name="message">One line for the operator.</param>
    public DatabaseException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its cause.</summary>
    /// <param name="message">One line for the operator.</param>
    /// <param name="innerException">The cause.</param>
    public DatabaseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Who has the database, as in "process 42"; null if the reason is another one.</summary>
    internal string? Holder { get; init; }
}
