using Xunit;

namespace TinyBase.Server.Tests.Hosting;

/// <summary>The checkout that the tests run in.</summary>
internal static class Repository
{
    /// <summary>Its folder. Skips the test where there is none.</summary>
    public static string Require()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "TinyBase.slnx"))) root = root.Parent;
        Assert.SkipWhen(root is null, "The tests do not run in a checkout of the repository.");
        return root.FullName;
    }
}
