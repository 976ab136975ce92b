using FastAI.Vision;

namespace FastAI.Tests.Cli;

/// <summary>Folders of images that are told apart at once: one class dark, the other one bright.</summary>
internal static class SmallImages
{
    public static readonly string[] Classes = ["bright", "dark"];

    /// <summary>Writes <c>dark/0.png</c>, <c>bright/0.png</c>, … into a folder, and returns it.</summary>
    public static string Write(string folder, int perClass)
    {
        foreach (var name in Classes)
        {
            var inside = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
            for (var i = 0; i < perClass; i++) File.WriteAllBytes(Path.Combine(inside, $"{i}.png"), Encoded(name == "bright" ? 180 : 10, i));
        }

        return folder;
    }

    private static byte[] Encoded(int level, int seed)
    {
        var pixels = new byte[8 * 8];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(level + ((i * 7 + seed * 13) % 60));
        return Image.FromPixels(pixels, 8, 8, ImageMode.Gray).EncodePng();
    }
}
