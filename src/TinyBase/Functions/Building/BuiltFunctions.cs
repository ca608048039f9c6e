using System.Text;
using System.Text.Json;

using TinyBase.Sdk.Binding;
using TinyBase.Sdk.Frames;

namespace TinyBase.Functions.Building;

/// <summary>Finds programs that <c>tinybase functions build</c> has put beside the functions, and takes those that are as they were built.</summary>
internal sealed class BuiltFunctions(FunctionCache cache, DotNet dotnet)
{
    private const string Again = "Build it again with 'tinybase functions build' and bring the whole folder";

    /// <summary>Takes the program of a function into the cache.</summary>
    /// <returns>Null if there is none, or a newer one can be built here.</returns>
    public BuildResult? Take(FunctionSource source)
    {
        try
        {
            if (BuiltManifest.Read(source.Folder, source.Name) is not { } manifest || (dotnet.HasSdk && manifest.Hash != source.Hash)) return null;
            if (manifest.ContentHash == source.ContentHash) return TakeVerified(source, manifest);
            return Refused(source, $"It differs from what was built: its hash is {Short(source.ContentHash)}, the program was made of {Short(manifest.ContentHash)}. {Again}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or FrameException)
        {
            return dotnet.HasSdk ? null : Refused(source, $"Its program cannot be read: {error.Message} {Again}");
        }
    }

    private BuildResult? TakeVerified(FunctionSource source, BuiltManifest manifest)
    {
        var from = BuiltManifest.ProgramFolder(source.Folder, source.Name);
        var folder = cache.NewFolder();
        try
        {
            foreach (var (path, hash) in manifest.Files)
            {
                if (Path.IsPathRooted(path) || path.Split('/').Contains("..")) throw new IOException($"'{path}' is no path in it.");
                var copy = Path.Join(folder, path);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.WriteAllBytes(copy, File.ReadAllBytes(Path.Join(from, path)));
                if (BuiltManifest.HashOf(copy) == hash) continue;
                return dotnet.HasSdk ? null : Refused(source, $"Its program was changed after it was built: {path} has another hash than its manifest says. {Again}");
            }

            var metadata = FrameCodec.Read<FunctionMetadata>(Encoding.UTF8.GetBytes(manifest.Metadata.GetRawText()));
            if (MetadataRules.Refusal(metadata) is { } refusal) return Refused(source, refusal);
            if (metadata.Protocol == FrameFormat.Protocol) return new BuildResult(cache.Keep(source, folder, metadata), []) { WasBuiltBefore = true };
            return Refused(source, $"TinyBase {manifest.TinyBase} built it, which speaks another protocol than this server, {TinyBaseVersion.Current}. {Again}");
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private static BuildResult Refused(FunctionSource source, string problem) =>
        BuildResult.Failed(new FunctionProblem(problem, Path.GetFileName(source.Path)));

    private static string Short(string hash) => hash[..8];
}
