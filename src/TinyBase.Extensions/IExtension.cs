namespace TinyBase;

/// <summary>
/// Sets an extension up: its services and its HTTP endpoints. An extension has at most one, and needs none for functions and hooks alone: methods with
/// <see cref="FunctionAttribute"/> or a hook attribute are found in its assembly by themselves.
/// </summary>
/// <remarks>
/// The class has a constructor without parameters. A new one is made each time that the extension is enabled, while static fields of its assembly
/// keep their values until the server ends.
/// </remarks>
public interface IExtension
{
    /// <summary>Sets the extension up. It is called once whenever the extension is started, and must not wait: what takes long belongs into a hook with <see cref="OnStartupAttribute"/>.</summary>
    /// <param name="extension">What the extension is, and what it may bring.</param>
    void Configure(ExtensionBuilder extension);
}
