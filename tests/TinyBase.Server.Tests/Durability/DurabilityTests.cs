using Xunit;

namespace TinyBase.Server.Tests.Durability;

/// <summary>These take the whole machine, so they run after the others and one by one.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class DurabilityTests
{
    public const string Name = "durability";

    /// <summary>Whether there is time for the long form of the tests.</summary>
    internal static bool IsLong => Environment.GetEnvironmentVariable("TINYBASE_TEST_LONG") == "1";
}
