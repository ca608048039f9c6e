using Microsoft.Extensions.Logging;

using TinyBase.Configuration.SettingTypes;

namespace TinyBase.Configuration;

/// <summary>The settings of functions.</summary>
internal static class FunctionSettings
{
    /// <summary>An input or a result travels in one frame between the server and a function, of 64 MiB at most.</summary>
    private const int MaxBytes = 67_000_000;

    private static readonly IntegerType Bytes = new(1024, MaxBytes);

    public static IReadOnlyList<Setting> All { get; } =
    [
        new Setting<string>("functions_path", new TextType("a folder"),
            target => target.Options.Functions.Path, (target, value) => target.Options.Functions.Path = value,
            "The folder of the functions."),
        new Setting<int>("scheduler_function_timeout_seconds", new IntegerType(1, 7 * 24 * 3600),
            target => target.Options.Functions.TimeoutSeconds, (target, value) => target.Options.Functions.TimeoutSeconds = value,
            "How long a function may run, in seconds, unless it says so itself; for calls and schedules alike."),
        new Setting<int>("max_function_payload_bytes", Bytes,
            target => target.Options.Functions.MaxPayloadBytes, (target, value) => target.Options.Functions.MaxPayloadBytes = value,
            "The largest input of a function in bytes.")
        { OtherSpellings = ["functions.max_function_payload_bytes"] },
        new Setting<int>("max_function_result_bytes", Bytes,
            target => target.Options.Functions.MaxResultBytes, (target, value) => target.Options.Functions.MaxResultBytes = value,
            "The largest result of a function in bytes.")
        { OtherSpellings = ["functions.max_function_result_bytes"] },
        new Setting<int>("max_concurrent_functions_per_user", new IntegerType(1, 10_000),
            target => target.Options.Functions.MaxConcurrentPerUser,
            (target, value) => target.Options.Functions.MaxConcurrentPerUser = value,
            "How many functions a user may run at once.")
        { OtherSpellings = ["functions.max_concurrent_functions_per_user"] },
        new Setting<int>("functions_max_concurrent_calls", new IntegerType(1, 10_000),
            target => target.Options.Functions.MaxConcurrentCalls, (target, value) => target.Options.Functions.MaxConcurrentCalls = value,
            "How many calls of one function run at once, unless it says so itself; others wait."),
        new Setting<int>("functions_max_waiting_calls", new IntegerType(0, 100_000),
            target => target.Options.Functions.MaxWaitingCalls, (target, value) => target.Options.Functions.MaxWaitingCalls = value,
            "How many calls of one function wait for others to end; one more is refused."),
        new Setting<int>("functions_max_workers", new IntegerType(1, 1000),
            target => target.Options.Functions.MaxWorkers, (target, value) => target.Options.Functions.MaxWorkers = value,
            "How many processes of functions there are at most."),
        new Setting<int>("functions_worker_memory_mb", new IntegerType(64, 1024 * 1024),
            target => target.Options.Functions.WorkerMemoryMegabytes, (target, value) => target.Options.Functions.WorkerMemoryMegabytes = value,
            "How much memory the process of a function may take, in MiB."),
        new Setting<int>("functions_max_builds", new IntegerType(1, 64),
            target => target.Options.Functions.MaxBuilds, (target, value) => target.Options.Functions.MaxBuilds = value,
            "How many functions are built at once."),
        new Setting<int>("functions_keep_calls", new IntegerType(1, 100_000_000),
            target => target.Options.Functions.KeepCalls, (target, value) => target.Options.Functions.KeepCalls = value,
            "How many calls of functions are remembered; the oldest go first."),
        new Setting<int>("functions_keep_calls_days", new IntegerType(1, 3650),
            target => target.Options.Functions.KeepCallsDays, (target, value) => target.Options.Functions.KeepCallsDays = value,
            "How long calls of functions are remembered, in days."),
        new Setting<int>("function_cold_start_pool_size", new IntegerType(0, 1000),
            target => target.Options.Functions.WarmWorkers, (target, value) => target.Options.Functions.WarmWorkers = value,
            "How many idle functions are kept warm."),
        new Setting<int>("function_cold_start_ttl_seconds", new IntegerType(0, int.MaxValue),
            target => target.Options.Functions.WarmSeconds, (target, value) => target.Options.Functions.WarmSeconds = value,
            "How long an idle function is kept warm, in seconds; 0 for as long as there is room."),
        new Setting<bool>("function_logging_enabled", new BooleanType(),
            target => target.Options.Functions.LoggingEnabled, (target, value) => target.Options.Functions.LoggingEnabled = value,
            "Whether what functions log is kept."),
        new Setting<LogLevel>("function_logging_level", new LogLevelType(),
            target => target.Options.Functions.LoggingLevel, (target, value) => target.Options.Functions.LoggingLevel = value,
            "The least severe messages that functions log."),
        new Setting<string>("function_logging_format", new ChoiceType("json", "text"),
            target => target.Options.Functions.LoggingFormat, (target, value) => target.Options.Functions.LoggingFormat = value,
            "How the server's log repeats what functions log: with their fields as JSON, or the text alone."),
    ];
}
