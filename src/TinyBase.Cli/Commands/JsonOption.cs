using System.CommandLine;

namespace TinyBase.Cli.Commands;

/// <summary><c>--json</c>: the answer as one JSON document, for programs.</summary>
internal sealed class JsonOption : Option<bool>
{
    public JsonOption()
        : base("--json") => Description = "Write one JSON document.";
}
