namespace FastAI.Cli;

/// <content>Folders that have to be written to.</content>
internal static partial class DoctorChecks
{
    private const double LittleDisk = 1L << 30;

    private static IEnumerable<DoctorCheck> Folders() =>
    [
        new("Folders", "cache", () =>
        {
            var path = FastAIPaths.Cache;
            try
            {
                Directory.CreateDirectory(path);
                var probe = Path.Combine(path, $"{Guid.NewGuid():n}.probe");
                File.WriteAllText(probe, "");
                File.Delete(probe);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return DoctorFinding.Problem($"{path} cannot be written to: {e.Message}", $"Set the variable {FastAIPaths.HomeVariable} to a folder that can.");
            }

            var free = new DriveInfo(path).AvailableFreeSpace;
            return free >= LittleDisk ? $"{path} ({Bytes(free)} free)"
                : DoctorFinding.Problem($"{path} ({Bytes(free)} free)", $"Less than 1 GiB is free: delete downloads there, or set {FastAIPaths.HomeVariable} to a folder on another disk.");
        }),
    ];
}
