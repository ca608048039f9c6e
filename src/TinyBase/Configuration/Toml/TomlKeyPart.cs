namespace TinyBase.Configuration.Toml;

/// <summary>One part of a dotted key, or a whole key without dots.</summary>
internal readonly record struct TomlKeyPart(string Name, TomlPosition Position);
