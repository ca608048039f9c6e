using System.Globalization;

namespace TinyBase.Functions.Building;

/// <summary>Why a function cannot be served, for whoever writes it.</summary>
/// <param name="Message">What is wrong, and what would be right.</param>
/// <param name="File">The file; null where it is no matter of one.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Column">The column, counted from 1.</param>
/// <param name="Code">The compiler's name for the error.</param>
internal sealed record FunctionProblem(string Message, string? File = null, int? Line = null, int? Column = null, string? Code = null)
{
    /// <summary>As compilers write it: <c>add.cs:3:5: CS1002: ; expected</c>.</summary>
    public override string ToString()
    {
        var place = File is null ? null
            : Line is null ? File
            : Column is null ? string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}")
            : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
        return string.Join(": ", new[] { place, Code, Message }.Where(part => part is not null));
    }
}
