using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

using TinyBase.Cli.Serving;
using TinyBase.Cli.Workspaces;
using TinyBase.Configuration;

namespace TinyBase.Cli.Commands;

/// <summary><c>tinybase serve</c>: runs the server of the current folder until it is told to stop.</summary>
internal sealed class ServeCommand : Command, IHasExamples
{
    private readonly Option<string> _host = new("--host", "-h")
    {
        Description = "Address to listen on; 0.0.0.0 for all. Default: [server] host, else 127.0.0.1.",
        HelpName = "address",
    };

    private readonly Option<int?> _port = new("--port", "-p")
    {
        Description = "Port to listen on; 0 takes any free one. Default: [server] port, else 8000.",
        HelpName = "port",
        CustomParser = ReadPort,
    };

    private readonly Option<bool> _init = new("--init")
    {
        Description = "Initialize the folder first if it is not yet.",
    };

    private readonly Option<bool> _reload = new("--reload", "-r")
    {
        Description = "Restart the server whenever tinybase.toml changes.",
    };

    private readonly Option<bool> _safe = new("--safe")
    {
        Description = "Start no extension, whatever is enabled.",
    };

    public ServeCommand()
        : base("serve", "Run the server of the current folder. Ctrl+C stops it.")
    {
        Options.Add(_host);
        Options.Add(_port);
        Options.Add(_init);
        Options.Add(_reload);
        Options.Add(_safe);
        SetAction(Run);
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "tinybase serve",
        "tinybase serve --init --port 0",
        "tinybase serve --host 0.0.0.0 --port 8080",
        "tinybase serve --reload",
        "tinybase serve --safe",
    ];

    private static int? ReadPort(ArgumentResult given)
    {
        var text = given.Tokens[^1].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue) return port;
        given.AddError($"--port must be a number from 0 to 65535, not '{text}'.");
        return null;
    }

    private async Task<int> Run(ParseResult given, CancellationToken cancel)
    {
        var io = given.InvocationConfiguration;
        var workspace = new Workspace(".");
        if (given.GetValue(_init) && !workspace.IsComplete())
        {
            var setup = new WorkspaceSetup(workspace, io.Output, io.Error);
            if (!await setup.Run(email: null, password: null, cancel).ConfigureAwait(false)) return ExitCode.Failure;
        }

        if (!workspace.IsInitialized)
        {
            io.Error.WriteError(workspace.NotInitialized);
            return ExitCode.Failure;
        }

        return given.GetValue(_reload)
            ? await new ReloadingServer(workspace, Configure, io.Output, io.Error).Run(cancel).ConfigureAwait(false)
            : await Server.Run(workspace.ReadSettings(Configure), io.Output, io.Error, cancel).ConfigureAwait(false);

        void Configure(TinyBaseOptions options)
        {
            options.Server.Host = given.GetValue(_host) ?? options.Server.Host;
            options.Server.Port = given.GetValue(_port) ?? options.Server.Port;
            options.Extensions.Safe = given.GetValue(_safe);
        }
    }
}
