using Microsoft.Extensions.Logging;

using TinyBase.Cli.Terminals;

namespace TinyBase.Cli.Logging;

/// <summary>How the level of a line looks, as UTF-8.</summary>
internal sealed class LineStyle
{
    private readonly byte[][] _levels;

    private LineStyle(bool colour) => _levels = colour
        ?
        [
            [.. "\e[90mTRACE\e[0m "u8], [.. "\e[90mDEBUG\e[0m "u8], [.. "\e[32mINFO \e[0m "u8],
            [.. "\e[33mWARN \e[0m "u8], [.. "\e[31mERROR\e[0m "u8], [.. "\e[97;41mFATAL\e[0m "u8],
        ]
        :
        [
            [.. "TRACE "u8], [.. "DEBUG "u8], [.. "INFO  "u8], [.. "WARN  "u8], [.. "ERROR "u8], [.. "FATAL "u8],
        ];

    public static LineStyle Plain { get; } = new(colour: false);

    /// <summary>With colours where the standard output takes them.</summary>
    public static LineStyle OfConsole() => TerminalWriter.AllowsStyle(Console.IsOutputRedirected) ? new(colour: true) : Plain;

    public ReadOnlySpan<byte> Level(LogLevel level) => _levels[(int)level];
}
