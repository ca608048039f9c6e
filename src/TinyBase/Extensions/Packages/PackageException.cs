namespace TinyBase.Extensions.Packages;

/// <summary>A package cannot be taken; the message says why. It does not leave the installer, which answers with it.</summary>
internal sealed class PackageException(string message, Exception? cause = null) : Exception(message, cause);
