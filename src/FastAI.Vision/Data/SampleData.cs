using System.Globalization;
using System.IO.Compression;

namespace FastAI.Vision;

/// <summary>Small data sets that come with the package, for samples, tests and first steps.</summary>
public static class SampleData
{
    private const int DigitSide = 8, DigitLevels = 16;

    /// <summary>
    /// 1,797 handwritten digits of 8×8 grey pixels, as PNG files in a folder for each class, <c>0/0000.png</c> to <c>9/1795.png</c>; unpacked once.
    /// </summary>
    /// <param name="folder">Where to; <c>data/digits</c> in <see cref="FastAIPaths.Home"/>, unless given. Nothing is done where it exists.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <remarks>E. Alpaydin and C. Kaynak: Optical Recognition of Handwritten Digits, UCI, 1998, doi:10.24432/C50P49, CC BY 4.0.</remarks>
    public static string Digits(string? folder = null)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder ?? Path.Combine(FastAIPaths.Home, "data", "digits")));
        if (Directory.Exists(folder)) return folder;

        // Under another name until all files are there, so that the folder is whole or absent.
        var parent = Path.GetDirectoryName(folder)!;
        Directory.CreateDirectory(parent);
        var unpacked = Path.Combine(parent, $".digits-{Guid.NewGuid():n}");
        try
        {
            WriteDigits(unpacked);
            Directory.Move(unpacked, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another process was first.
        }
        finally
        {
            if (Directory.Exists(unpacked)) Directory.Delete(unpacked, recursive: true);
        }

        return folder;
    }

    private static void WriteDigits(string folder)
    {
        for (var digit = 0; digit < 10; digit++) Directory.CreateDirectory(Path.Combine(folder, digit.ToString(CultureInfo.InvariantCulture)));

        using var resource = typeof(SampleData).Assembly.GetManifestResourceStream("FastAI.Vision.digits.csv.gz")!;
        using var reader = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        var pixels = new byte[DigitSide * DigitSide];
        for (var row = 0; reader.ReadLine() is { } line; row++)
        {
            var values = line.Split(',');
            for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(int.Parse(values[i], CultureInfo.InvariantCulture) * 255 / DigitLevels);

            var image = Image.FromPixels(pixels, DigitSide, DigitSide, ImageMode.Gray);
            File.WriteAllBytes(Path.Combine(folder, values[^1], $"{row:0000}.png"), image.EncodePng());
        }
    }
}
