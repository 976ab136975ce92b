namespace FastAI.Tests;

/// <summary>The folder that the tests were built in.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "FastAI.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No FastAI.slnx above {AppContext.BaseDirectory}: the tests run in the repository that they were built in.");
    }
}
