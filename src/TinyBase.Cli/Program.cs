using TinyBase.Cli;
using TinyBase.Cli.Commands;
using TinyBase.Cli.Terminals;

return await CommandLine.Run(new TinyBaseCommand(), args, TerminalWriter.OfOutput(), TerminalWriter.OfError()).ConfigureAwait(false);
