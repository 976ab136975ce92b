using FastAI.Parity;

string? folder = null, suite = null;
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--suite" && i + 1 < args.Length) suite = args[++i];
    else if (folder is null && !args[i].StartsWith('-')) folder = args[i];
    else return Usage($"'{args[i]}' is not understood.");
}

if (folder is null) return Usage("A folder with case files is missing.");
if (!Directory.Exists(folder)) return Usage($"There is no folder {folder}.");

string[] files = [.. Directory.GetFiles(folder, "*.json").Where(file => suite is null || Path.GetFileNameWithoutExtension(file) == suite).Order(StringComparer.Ordinal)];
if (files.Length == 0) return Usage(suite is null ? $"{folder} holds no case file (*.json)." : $"{folder} holds no suite {suite}, a file {suite}.json.");

var report = new Report(Console.Out);
foreach (var test in files.SelectMany(ParityCases.Read)) report.Add(CaseRunner.Run(test, Deviations.OfThisProgram));
report.Close();
return report.Failed > 0 ? 1 : 0;

static int Usage(string problem)
{
    Console.Error.WriteLine($"{problem}\nUsage: FastAI.Parity DIR [--suite NAME]");
    return 2;
}
