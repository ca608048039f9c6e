using System.Globalization;

using TinyBase.Functions.Building;
using TinyBase.Functions.Endpoints;

namespace TinyBase.Cli.Commands.Functions;

/// <summary>Writes what is wrong with functions as compilers do, so that editors and terminals find the place.</summary>
internal static class ProblemText
{
    /// <summary><c>functions/add.cs:3:5: error CS1002: ; expected</c>.</summary>
    /// <param name="folder">The folder of the functions, as it is shown.</param>
    public static string Of(FunctionErrorView problem, string folder)
    {
        var place = problem switch
        {
            { File: null } => folder,
            { Line: null } => Path.Join(folder, problem.File),
            { Column: null } => string.Create(CultureInfo.InvariantCulture, $"{Path.Join(folder, problem.File)}:{problem.Line}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{Path.Join(folder, problem.File)}:{problem.Line}:{problem.Column}"),
        };
        return $"{place}: error{(problem.Code is null ? "" : " " + problem.Code)}: {problem.Message.ReplaceLineEndings(" ")}";
    }

    public static string Of(FunctionProblem problem, string folder) => Of(FunctionErrorView.Of(problem), folder);
}
