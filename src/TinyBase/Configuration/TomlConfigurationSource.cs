using Microsoft.Extensions.Configuration;

namespace TinyBase.Configuration;

/// <summary>A TOML file as a source of configuration; a file that does not exist is an empty one.</summary>
/// <param name="file">The path of the file.</param>
internal sealed class TomlConfigurationSource(string file) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new TomlConfigurationProvider(file);
}
