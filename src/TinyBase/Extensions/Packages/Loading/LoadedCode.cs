using System.Reflection;

namespace TinyBase.Extensions.Packages.Loading;

/// <summary>The loaded code of one version of an extension, and what there is in it.</summary>
internal sealed class LoadedCode
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly ExtensionLoadContext _context;

    private LoadedCode(ExtensionLoadContext context, Assembly assembly, string hash)
    {
        _context = context;
        Assembly = assembly;
        Hash = hash;
        var types = TypesOf(assembly);
        HookClasses = [.. types.Where(type => !type.IsAbstract || type.IsSealed).Where(HasHooks)];
        EntryType = Entry(types);
    }

    public Assembly Assembly { get; }

    /// <summary>The hash of the content that it was loaded from.</summary>
    public string Hash { get; }

    /// <summary>Its <see cref="IExtension"/>; null for none.</summary>
    public Type? EntryType { get; }

    /// <summary>The classes with hooks.</summary>
    public IReadOnlyList<Type> HookClasses { get; }

    /// <summary>Loads an assembly with a context of its own.</summary>
    /// <exception cref="ExtensionLoadException">It cannot be loaded, or its types cannot.</exception>
    public static LoadedCode Load(string extension, string assemblyPath, string hash)
    {
        var context = new ExtensionLoadContext(extension, assemblyPath);
        try
        {
            return new LoadedCode(context, context.LoadFromAssemblyPath(assemblyPath), hash);
        }
        catch (Exception error) when (error is BadImageFormatException or FileLoadException or FileNotFoundException)
        {
            context.Unload();
            throw new ExtensionLoadException($"Its assembly {Path.GetFileName(assemblyPath)} cannot be loaded: {error.Message}", error);
        }
        catch
        {
            context.Unload();
            throw;
        }
    }

    /// <summary>Gives the code up. Whether it really goes depends on who still holds something of it.</summary>
    /// <returns>Tells whether it is still there.</returns>
    public WeakReference Unload()
    {
        var reference = new WeakReference(_context, trackResurrection: true);
        _context.Unload();
        return reference;
    }

    private static Type[] TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException error)
        {
            var reason = error.LoaderExceptions.FirstOrDefault(each => each is not null)?.Message ?? error.Message;
            throw new ExtensionLoadException($"Types of its assembly cannot be loaded: {reason}", error);
        }
    }

    private static bool HasHooks(Type type) => type.GetMethods(Any).Any(method => method.IsDefined(typeof(HookAttribute), inherit: false));

    private static Type? Entry(Type[] types)
    {
        var entries = types.Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IExtension).IsAssignableFrom(type)).ToList();
        if (entries.Count > 1)
        {
            throw new ExtensionLoadException(
                $"It has more than one {nameof(IExtension)}: {string.Join(", ", entries.Select(type => type.FullName))}. Keep one that sets up all.");
        }

        return entries is [var entry] && entry.GetConstructor(Any, Type.EmptyTypes) is null
            ? throw new ExtensionLoadException($"{entry.FullName} needs a constructor without parameters.")
            : entries.FirstOrDefault();
    }
}
