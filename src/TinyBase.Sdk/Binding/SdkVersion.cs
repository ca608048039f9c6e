using System.Reflection;

namespace TinyBase.Sdk.Binding;

/// <summary>The version of this package.</summary>
internal static class SdkVersion
{
    /// <summary>Without what a build adds after a plus sign.</summary>
    public static string Text { get; } = typeof(SdkVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
