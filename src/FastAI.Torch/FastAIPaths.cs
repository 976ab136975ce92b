namespace FastAI;

/// <summary>Folders that the library keeps files in.</summary>
public static class FastAIPaths
{
    /// <summary>The variable that moves <see cref="Home"/> elsewhere.</summary>
    public const string HomeVariable = "FASTAI_HOME";

    /// <summary>The library's folder of this user: the variable <c>FASTAI_HOME</c>, or <c>.fastai</c> in the home folder, as in fastai.</summary>
    public static string Home
        => Environment.GetEnvironmentVariable(HomeVariable) is { Length: > 0 } home ? Path.GetFullPath(home)
         : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } user ? Path.Combine(user, ".fastai")
         : Path.Combine(Path.GetTempPath(), ".fastai");

    /// <summary>What can be made or fetched again: native libraries, downloads.</summary>
    public static string Cache => Path.Combine(Home, "cache");
}
