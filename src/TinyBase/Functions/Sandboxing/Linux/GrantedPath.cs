namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>A file, or a folder with all that is in it, and what may be done there.</summary>
internal readonly record struct GrantedPath(string Path, PathAccess Access);

/// <summary>What may be done with a granted path.</summary>
internal enum PathAccess
{
    List,
    Read,
    Execute,
    Write,
    Device,
}
