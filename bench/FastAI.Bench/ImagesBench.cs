using System.Diagnostics;
using System.Globalization;
using FastAI.Vision;

namespace FastAI.Bench;

/// <summary>What an image costs on its way from the file to 224 pixels: decoding, resizing, both, with one thread and with two.</summary>
internal static class ImagesBench
{
    private const int Rounds = 3;

    private static readonly ImageSize s_target = ImageSize.Square(224);

    public static void Run(string[] arguments)
    {
        if (arguments.Length == 0) throw new ArgumentException("images: give a folder with images.");
        var count = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : int.MaxValue;
        var files = Directory.EnumerateFiles(arguments[0], "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f).ToLowerInvariant() is ".jpg" or ".jpeg" or ".png")
            .Order(StringComparer.Ordinal)
            .Take(count)
            .ToArray();
        if (files.Length == 0) throw new ArgumentException($"images: no .jpg, .jpeg or .png below {arguments[0]}.");

        var images = files.Select(f => Image.Open(f)).ToArray();
        var planes = new byte[s_target.Pixels * 3];
        var megapixels = images.Average(i => i.Size.Pixels) / 1e6;
        Console.WriteLine($"{files.Length} images, {megapixels:0.000} megapixels on average; the best of {Rounds} rounds");

        var decode = Best(() => Array.ForEach(files, f => Image.Open(f)));
        var resize = Best(() => Array.ForEach(images, i => ResizeToTarget(i)));
        var squish = Best(() => Array.ForEach(images, i => i.Resize(160, 160)));
        var toPlanes = Best(() => Array.ForEach(images, i => i.Resize(s_target).CopyPlanesTo(planes)));
        Print("decode", decode);
        Print("decode, reduced to >= 224", Best(() => Array.ForEach(files, f => Image.Open(f, atLeast: s_target))));
        Print("Resize(224), crop", resize);
        Print("resize to 160x160, squish", squish);
        Print("resize to 224x224 + planes", toPlanes);
        Print("decode + Resize(224)", Best(() => Array.ForEach(files, DecodeAndResize)));
        Print("the same, 2 threads", Best(() => Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = 2 }, DecodeAndResize)));

        void Print(string what, TimeSpan time)
        {
            var each = time / files.Length;
            Console.WriteLine($"{what,-28} {each.TotalMilliseconds,8:0.000} ms an image {1 / each.TotalSeconds,9:0} images/s");
        }
    }

    private static void DecodeAndResize(string file) => ResizeToTarget(Image.Open(file));

    private static Image ResizeToTarget(Image image) => ResizeGeometry.Plan(image.Size, s_target, ResizeMethod.Crop).Apply(image);

    private static TimeSpan Best(Action action)
    {
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            action();
            var time = Stopwatch.GetElapsedTime(start);
            if (time < best) best = time;
        }

        return best;
    }
}
