using TinyBase.Cli;
using TinyBase.Cli.Commands;

return await CommandLine.Run(new TinyBaseCommand(), args, Console.Out, Console.Error).ConfigureAwait(false);
