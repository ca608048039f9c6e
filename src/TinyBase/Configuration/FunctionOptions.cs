using Microsoft.Extensions.Logging;

namespace TinyBase.Configuration;

/// <summary>Functions: where they are, how they run, and how much they may take.</summary>
public sealed class FunctionOptions
{
    /// <summary>The folder with the files of the functions. Default: <c>./functions</c>.</summary>
    public string Path { get; set; } = "./functions";

    /// <summary>How long a call may take, in seconds, where the function does not say. Default: 1,800.</summary>
    public int TimeoutSeconds { get; set; } = 1800;

    /// <summary>The largest input of a call in bytes, 1,024 to 67,000,000. Default: 10 MiB.</summary>
    public int MaxPayloadBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>The largest result of a call in bytes, 1,024 to 67,000,000. Default: 10 MiB.</summary>
    public int MaxResultBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>How many calls one user may have running at once. Default: 10.</summary>
    public int MaxConcurrentPerUser { get; set; } = 10;

    /// <summary>How many calls of one function run at once, where the function does not say; others wait. Default: 32.</summary>
    public int MaxConcurrentCalls { get; set; } = 32;

    /// <summary>How many calls of one function wait for others to end; one more is refused. Default: 128.</summary>
    public int MaxWaitingCalls { get; set; } = 128;

    /// <summary>How many idle functions keep their process; 0 for none. Default: 3.</summary>
    public int WarmWorkers { get; set; } = 3;

    /// <summary>How long an idle process is kept, in seconds; 0 for as long as there is room. Default: 300.</summary>
    public int WarmSeconds { get; set; } = 300;

    /// <summary>How many processes of functions there are at most. Default: 16.</summary>
    public int MaxWorkers { get; set; } = 16;

    /// <summary>
    /// How much memory the process of a function may take, in MiB; its heap is limited to it, and one that takes half as much again
    /// is ended. Default: 512.
    /// </summary>
    public int WorkerMemoryMegabytes { get; set; } = 512;

    /// <summary>How many functions are built at once. Default: 2.</summary>
    public int MaxBuilds { get; set; } = 2;

    /// <summary>Whether what functions log is kept and repeated in the server's log. Default: true.</summary>
    public bool LoggingEnabled { get; set; } = true;

    /// <summary>The least severe messages that functions log. Default: <see cref="LogLevel.Information"/>.</summary>
    public LogLevel LoggingLevel { get; set; } = LogLevel.Information;

    /// <summary>How the server's log repeats them: <c>json</c>, with their fields, or <c>text</c>. Default: <c>json</c>.</summary>
    public string LoggingFormat { get; set; } = "json";

    /// <summary>How long finished calls are remembered, in days. Default: 30.</summary>
    public int KeepCallsDays { get; set; } = 30;

    /// <summary>How many calls are remembered; the oldest go first. Default: 100,000.</summary>
    public int KeepCalls { get; set; } = 100_000;
}
