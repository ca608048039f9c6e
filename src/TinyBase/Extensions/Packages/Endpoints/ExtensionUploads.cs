using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Packages.Endpoints;

/// <summary>A zip file that was uploaded; it goes when it is disposed.</summary>
internal sealed record ExtensionUpload(ZipSource Source) : IDisposable
{
    public void Dispose() => File.Delete(Source.Path);
}

/// <summary>Takes zip files in, as <c>multipart/form-data</c> with a field <c>file</c>, one after the other to the disk.</summary>
internal sealed class ExtensionUploads(ExtensionFolder folder)
{
    private const string Field = "file";
    private const int MaxHeaders = 16 * 1024;

    public static Shape Described => Shape.Inline(Schemas.Object(new BodyField(Field, new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" }))) with
    {
        MediaType = "multipart/form-data",
    };

    /// <summary>Takes the file of a request; otherwise that is answered.</summary>
    public async Task<ExtensionUpload?> Take(HttpContext context)
    {
        // The limit of the host does not count here; ours does.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = PackageFiles.MaxBytes + MaxHeaders;
        if (await Find(context).ConfigureAwait(false) is not { } file)
        {
            await Answers.Unprocessable(context, new ValidationError("missing", ["body", Field], "Field required: a zip file, as multipart/form-data")).ConfigureAwait(false);
            return null;
        }

        var path = Path.Join(Directory.CreateDirectory(folder.Staging).FullName, $"{Path.GetRandomFileName()}.zip");
        if (await Save(file.Body, path, context.RequestAborted).ConfigureAwait(false)) return new ExtensionUpload(new ZipSource(file.Name, path));
        File.Delete(path);
        await Answers.Problem(
            context, StatusCodes.Status413PayloadTooLarge, $"Request body exceeds maximum size of {PackageFiles.MaxBytes} bytes").ConfigureAwait(false);
        return null;
    }

    private static async Task<(string Name, Stream Body)?> Find(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return null;
        if (HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary) return null;
        var reader = new MultipartReader(boundary, context.Request.Body) { HeadersLengthLimit = MaxHeaders };
        try
        {
            while (await reader.ReadNextSectionAsync(context.RequestAborted).ConfigureAwait(false) is { } section)
            {
                if (section.AsFileSection() is { Name: Field } file && file.FileStream is { } body) return (NameOf(file.FileName), body);
            }
        }
        catch (Exception error) when (error is InvalidDataException or IOException && !context.RequestAborted.IsCancellationRequested)
        {
            // It is not what it says it is.
        }

        return null;
    }

    /// <summary>What the list of extensions shows: never a path, and short.</summary>
    private static string NameOf(string given)
    {
        var name = string.Concat(Path.GetFileName(given.Replace('\\', '/')).Where(letter => !char.IsControl(letter)));
        return name.Length is > 0 and <= 200 ? name : "upload.zip";
    }

    private static async Task<bool> Save(Stream body, string path, CancellationToken cancel)
    {
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await using var _ = file.ConfigureAwait(false);
        var buffer = new byte[81920];
        long length = 0;
        int count;
        while ((count = await body.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0)
        {
            if ((length += count) > PackageFiles.MaxBytes) return false;
            await file.WriteAsync(buffer.AsMemory(0, count), cancel).ConfigureAwait(false);
        }

        return true;
    }
}
