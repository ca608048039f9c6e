namespace TinyBase.Server.Tests.Durability;

/// <summary>What the tests of durability share.</summary>
internal static class DurabilityTests
{
    /// <summary>Whether there is time for the long form of the tests.</summary>
    internal static bool IsLong => Environment.GetEnvironmentVariable("TINYBASE_TEST_LONG") == "1";
}
