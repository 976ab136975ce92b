using System.CommandLine;
using FastAI.Cli;

// A command is a file: see DoctorCommand.
var root = new RootCommand("fastai for .NET: deep learning on the command line.")
{
    DoctorCommand.Create(),
};

return root.Parse(args).Invoke();
