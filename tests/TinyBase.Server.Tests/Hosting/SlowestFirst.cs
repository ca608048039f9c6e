using TinyBase.Server.Tests.Cli;
using TinyBase.Server.Tests.Documentation;
using TinyBase.Server.Tests.Durability;
using TinyBase.Server.Tests.EndToEnd;
using TinyBase.Server.Tests.Extensions;
using TinyBase.Server.Tests.Extensions.Packages;
using TinyBase.Server.Tests.Functions;
using TinyBase.Server.Tests.Hosting;

using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(SlowestFirst))]

namespace TinyBase.Server.Tests.Hosting;

/// <summary>Begins with what takes longest, so that it does not go on alone at the end; all else in an order that is the same each time.</summary>
public sealed class SlowestFirst : ITestCollectionOrderer
{
    private static readonly string[] Slow =
    [
        typeof(FunctionsPageTests).FullName!, typeof(NativeAotTests).FullName!, typeof(KillTests).FullName!, typeof(WebhookKillTests).FullName!,
        typeof(FunctionUploadTests).FullName!, typeof(FunctionChangeTests).FullName!, typeof(FunctionsCommandTests).FullName!,
        typeof(ExtensionCycleTests).FullName!, typeof(ExampleExtensionTests).FullName!, typeof(ExtensionCrashTests).FullName!,
        typeof(SchedulesTests).FullName!, typeof(SampleDataTests).FullName!, typeof(FunctionFileTests).FullName!, typeof(FunctionWatchTests).FullName!,
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [
            .. testCollections
                .OrderBy(collection => Array.FindIndex(Slow, name => collection.TestCollectionDisplayName.Contains(name + " ", StringComparison.Ordinal)) is var place && place < 0 ? Slow.Length : place)
                .ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal),
        ];
}
