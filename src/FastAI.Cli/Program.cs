using FastAI.Cli;

return CommandLine.Run(args, Terminal.OfProcess());
