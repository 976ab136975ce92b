using FastAI.Bench;

// One bench a verb. A new one is a file with a static Run(string[] arguments) and a line here.
var benches = new Dictionary<string, (Action<string[]> Run, string Usage)>
{
    ["images"] = (ImagesBench.Run, "images FOLDER [COUNT]   decode and resize the JPEG and PNG files below a folder"),
    ["loop"] = (LoopBench.Run, "loop [ROUNDS]            steps a second of a Learner against loops written by hand"),
    ["memory"] = (MemoryBench.Run, "memory [SIZE]            memory over 500 batches of a small convolutional network"),
    ["loader"] = (LoaderBench.Run, "loader FOLDER           batches of augmented images, by number of workers"),
    ["samples"] = (SamplesBench.Run, "samples [ROUNDS]         samples in memory, against a gather by index written by hand"),
    ["block"] = (BlockBench.Run, "block [COUNT]            time and memory of a data block over many file names"),
};

if (args.Length == 0 || !benches.TryGetValue(args[0], out var bench))
{
    Console.Error.WriteLine("Usage: FastAI.Bench VERB …");
    foreach (var (_, usage) in benches.Values) Console.Error.WriteLine($"  {usage}");
    return 2;
}

bench.Run(args[1..]);
return 0;
