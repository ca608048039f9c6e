using TinyBase.Extensions.Packages.Loading;

namespace TinyBase.Extensions.Packages.Safety;

/// <summary>Puts down whose exception it was when one ends the process.</summary>
internal sealed class CrashWatch : IDisposable
{
    private readonly ExtensionTraces _traces;
    private readonly Func<string, bool> _isOurs;

    /// <summary>Begins to watch.</summary>
    /// <param name="traces">Where it is put down.</param>
    /// <param name="isOurs">Whether an extension runs in this server; tests have several in one process.</param>
    public CrashWatch(ExtensionTraces traces, Func<string, bool> isOurs)
    {
        _traces = traces;
        _isOurs = isOurs;
        AppDomain.CurrentDomain.UnhandledException += Note;
    }

    public void Dispose() => AppDomain.CurrentDomain.UnhandledException -= Note;

    private void Note(object sender, UnhandledExceptionEventArgs end)
    {
        if (end.ExceptionObject is not Exception error || ExtensionOf(error) is not { } extension || !_isOurs(extension)) return;
        _traces.Crash(extension, $"{error.GetType().Name}: {error.Message}");
    }

    /// <summary>The extension that is on the stack of an exception, or of what caused it.</summary>
    private static string? ExtensionOf(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            var assemblies = new System.Diagnostics.StackTrace(error).GetFrames().Select(frame => frame.GetMethod()?.DeclaringType?.Assembly);
            var extension = assemblies.Prepend(error.GetType().Assembly).OfType<System.Reflection.Assembly>().Select(ExtensionLoadContext.ExtensionOf).FirstOrDefault(name => name is not null);
            if (extension is not null) return extension;
        }

        return null;
    }
}
