using System.Security;

using TinyBase.Functions.Workspace;

namespace TinyBase.Extensions.Packages;

/// <summary>Writes the project that an extension of <c>.cs</c> files is built by.</summary>
/// <param name="manifest">What the extension says of itself.</param>
/// <param name="code">Its code.</param>
internal sealed class ExtensionProject(ExtensionManifest manifest, ExtensionCode code)
{
    /// <summary>What authors reference.</summary>
    private const string Authors = "TinyBase.Extensions";

    // Those of web projects, as extensions have endpoints.
    private static readonly string[] Usings =
    [
        "System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Logging", "TinyBase",
    ];

    /// <summary>The name of the assembly.</summary>
    public string AssemblyName => $"ext_{manifest.Identifier}";

    /// <summary>Writes it into a folder, with what keeps the settings of the folders above out.</summary>
    /// <returns>The path of the project.</returns>
    public string Write(string folder, string packages)
    {
        foreach (var (name, text) in FunctionFolder.Shields) File.WriteAllText(Path.Join(folder, name), text);
        File.WriteAllText(Path.Join(folder, "nuget.config"), NugetConfig.For(packages, PackageSources.Find(folder)));
        var path = Path.Join(folder, AssemblyName + ".csproj");
        File.WriteAllText(path, Text());
        return path;
    }

    private string Text() =>
        $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <AssemblyName>{AssemblyName}</AssemblyName>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <EnableDefaultItems>false</EnableDefaultItems>
            <!-- Puts the assemblies of packages beside its own. -->
            <EnableDynamicLoading>true</EnableDynamicLoading>
            <SatelliteResourceLanguages>en</SatelliteResourceLanguages>
            <DebugType>embedded</DebugType>
            <!-- Lets files have directives such as #:package. -->
            <Features>$(Features);FileBasedProgram</Features>
          </PropertyGroup>
          <ItemGroup>
            <FrameworkReference Include="Microsoft.AspNetCore.App" />
            <!-- The server has it already. -->
            <PackageReference Include="{Authors}" Version="[{TinyBaseVersion.Current}]" ExcludeAssets="runtime" />
        {Items(code.Packages.Select(package => $"""<PackageReference Include="{package.Name}" Version="{Escape(package.Version)}" />"""))}
        {Items(Usings.Select(name => $"""<Using Include="{name}" />"""))}
        {Items(code.Files.Select(file => $"""<Compile Include="{Escape(file)}" />"""))}
          </ItemGroup>
        </Project>

        """;

    private static string Items(IEnumerable<string> items) => string.Join('\n', items.Select(item => "    " + item));

    /// <summary>As MSBuild reads it: what it takes for a list, a property or a pattern is spelled out.</summary>
    private static string Escape(string text) => SecurityElement.Escape(string.Concat(text.Select(letter => letter switch
    {
        '%' => "%25",
        '$' => "%24",
        '@' => "%40",
        ';' => "%3B",
        '\'' => "%27",
        _ => letter.ToString(),
    })));
}
