using System.CommandLine;
using System.CommandLine.Parsing;
using TinyBase.Client;

namespace TinyBase.Examples.LoadData;

/// <summary>The command line, and how failures are told.</summary>
internal static class LoadDataCommand
{
    private const int Failed = 1;
    private const int Interrupted = 130;

    private static readonly Option<Uri> Url = new("--url")
    {
        Description = "The address of the server",
        DefaultValueFactory = _ => new Uri("http://localhost:8000"),
        CustomParser = ParseUrl,
    };

    private static readonly Option<string?> Email = new("--email")
    {
        Description = $"The e-mail address of an admin (or {Login.EmailVariable})",
    };

    private static readonly Option<string?> Password = new("--password")
    {
        Description = $"The password (or {Login.PasswordVariable}, which other users of the machine cannot see; asked for on a terminal)",
    };

    private static readonly Option<string?> Token = new("--token")
    {
        Description = $"The token of an admin or an application, instead of e-mail and password (or {Login.TokenVariable})",
    };

    private static readonly Option<DirectoryInfo?> Data = new("--data")
    {
        Description = $"The folder with {string.Join(", ", SampleData.FileNames)} [default: the nearest shared/data]",
    };

    private static readonly Option<bool> Replace = new("--replace")
    {
        Description = "Delete collections of the same names first, with all their records",
    };

    public static RootCommand Create()
    {
        var command = new RootCommand("Loads the sample collections movies, airports and penguins into a TinyBase server.")
        {
            Url, Email, Password, Token, Data, Replace,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        var url = arguments.GetValue(Url)!;
        try
        {
            var folder = arguments.GetValue(Data)?.FullName ?? SampleData.FindFolder()
                ?? throw new FileNotFoundException("No folder shared/data was found; name the folder of the data with --data.");
            var login = new Login(arguments.GetValue(Email), arguments.GetValue(Password), arguments.GetValue(Token));
            return await LoadRun.RunAsync(url, login, folder, arguments.GetValue(Replace), cancel).ConfigureAwait(false) ? 0 : Failed;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted; what was loaded stays.").ConfigureAwait(false);
            return Interrupted;
        }
        catch (Exception failure) when (Explain(failure, url) is not null)
        {
            await Console.Error.WriteLineAsync(Explain(failure, url)).ConfigureAwait(false);
            return Failed;
        }
    }

    private static string? Explain(Exception failure, Uri url) => failure switch
    {
        LoadException or TinyBaseException or InvalidDataException or IOException or LoginException => failure.Message,
        UnauthorizedAccessException => failure.Message,
        HttpRequestException => $"Cannot reach {url}: {failure.Message}",
        OperationCanceledException => $"{url} did not answer in time.",
        _ => null,
    };

    private static Uri? ParseUrl(ArgumentResult argument)
    {
        var text = argument.Tokens.Single().Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return url;
        }

        argument.AddError($"--url must be an address such as http://localhost:8000, not '{text}'");
        return null;
    }
}
