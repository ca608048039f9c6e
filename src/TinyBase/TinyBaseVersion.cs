using System.Reflection;

namespace TinyBase;

/// <summary>The version of TinyBase.</summary>
public static class TinyBaseVersion
{
    /// <summary>The version of this build, such as <c>1.0.0</c>, without the commit it was built from.</summary>
    public static string Current { get; } =
        typeof(TinyBaseVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
