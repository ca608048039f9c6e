using System.Diagnostics.CodeAnalysis;

using TinyBase.Sdk.Alone;
using TinyBase.Sdk.Binding;
using TinyBase.Sdk.Frames;
using TinyBase.Sdk.Workers;

namespace TinyBase;

/// <summary>Runs a function file as a program.</summary>
public static class Function
{
    private const string Reflection = "Reads the function's types by reflection; TinyBase.Sdk.props turns trimming and compiling ahead of time off.";

    /// <summary>
    /// Runs the program of a function file: it serves calls for the server, describes the function (<c>--metadata</c>), or calls it once
    /// with the input in the first argument. It is the last statement of the file: <c>return await Function.Run(Name, args);</c>
    /// </summary>
    /// <param name="function">The method with the <see cref="FunctionAttribute"/>.</param>
    /// <param name="args">The arguments of the program.</param>
    /// <returns>The exit code of the program: 0, or 1 when the function failed or cannot be served.</returns>
    [RequiresUnreferencedCode(Reflection)]
    [RequiresDynamicCode(Reflection)]
    public static async Task<int> Run(Delegate function, string[] args)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(args);
        FunctionBinding binding;
        try
        {
            binding = FunctionBinding.Create(function);
        }
        catch (UnsupportedFunctionException unsupported)
        {
            await Console.Error.WriteLineAsync(unsupported.Message).ConfigureAwait(false);
            return 1;
        }

        switch (args)
        {
            case ["--metadata"]:
                Console.Out.WriteLine(System.Text.Encoding.UTF8.GetString(FrameCodec.Write(binding.Metadata)));
                return 0;
            case ["--worker"]:
                return await WorkerProcess.RunAsync(binding).ConfigureAwait(false);
            default:
                return await SingleRun.RunAsync(binding, args).ConfigureAwait(false);
        }
    }
}
