using System.Text;

using Microsoft.Extensions.Logging;

namespace TinyBase.Functions.Workers;

/// <summary>Brings what a worker writes to its error output into the server's log, up to a number of lines.</summary>
internal static partial class StandardError
{
    private const int MaxLines = 200;
    private const int MaxLine = 4096;

    /// <summary>Reads to the end, so that the process never stands still at it.</summary>
    public static async Task Read(Stream stream, string function, ILogger logger)
    {
        var buffer = new byte[MaxLine];
        var line = new StringBuilder();
        var lines = 0;
        var decoder = Encoding.UTF8.GetDecoder();
        var text = new char[MaxLine + 1];
        int count;
        while ((count = await ReadSome(stream, buffer).ConfigureAwait(false)) > 0)
        {
            foreach (var character in text.AsMemory(0, decoder.GetChars(buffer, 0, count, text, 0)).ToArray())
            {
                if (character is not ('\n' or '\r') && line.Length < MaxLine) line.Append(character);
                if (character != '\n') continue;
                Tell();
            }
        }

        Tell();

        void Tell()
        {
            if (line.Length > 0 && lines++ < MaxLines) Log.Wrote(logger, function, line.ToString());
            line.Clear();
        }
    }

    private static async ValueTask<int> ReadSome(Stream stream, byte[] buffer)
    {
        try
        {
            return await stream.ReadAsync(buffer).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            return 0;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6101, LogLevel.Warning, "[{Function}] {Line}")]
        public static partial void Wrote(ILogger logger, string function, string line);
    }
}
