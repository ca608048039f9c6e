using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Shouldly;
using TinyBase.Hosting;
using Xunit;

namespace TinyBase.Tests.Hosting;

public class CompressedContentTests
{
    private const int Mebibyte = 1 << 20;

    [Theory]
    [InlineData("")]
    [InlineData("gzip")]
    public async Task What_a_client_does_not_take_is_not_put_down_for_it(string accepted)
    {
        var bytes = new byte[Mebibyte];
        new Random(1).NextBytes(bytes);
        var content = CompressedContent.Write(stream => stream.Write(bytes));
        var pipe = new Pipe();
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptEncoding = accepted;
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(pipe.Writer.AsStream()));

        var sent = Send(content, context, pipe.Writer);

        var result = await pipe.Reader.ReadAsync();
        result.Buffer.Length.ShouldBeLessThan(Mebibyte / 4);
        sent.IsCompleted.ShouldBeFalse();
        var length = 0L;
        while (!result.IsCompleted)
        {
            length += result.Buffer.Length;
            pipe.Reader.AdvanceTo(result.Buffer.End);
            result = await pipe.Reader.ReadAsync();
        }

        await sent;
        (length + result.Buffer.Length).ShouldBe(context.Response.ContentLength!.Value);
    }

    private static async Task Send(CompressedContent content, HttpContext context, PipeWriter body)
    {
        await content.Send(context, "text/plain");
        await body.CompleteAsync();
    }
}
