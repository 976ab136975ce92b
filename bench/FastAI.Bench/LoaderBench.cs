using System.Diagnostics;
using FastAI.Vision;

namespace FastAI.Bench;

/// <summary>Whole batches out of image files: decode, Resize(224), mirror, turn and enlarge to 128 pixels, batch 32; nothing else.</summary>
internal static class LoaderBench
{
    public static void Run(string[] arguments)
    {
        var folder = arguments.ElementAtOrDefault(0) ?? throw new ArgumentException("Which folder of images?");
        var block = DataBlock.Create(
            new ImageBlock(), new CategoryBlock(),
            getItems: (string root) => ItemFiles.GetImageFiles(root),
            getY: Labellers.ParentLabel,
            splitter: new RandomSplitter(0.2),
            itemTfms: [new Resize(224, 224)],
            batchTfms: Augmentation.AugTransforms(size: 128));

        foreach (var workers in (int[])[0, 1, 2, 0, 1, 2])
        {
            using var dls = block.DataLoaders(folder, batchSize: 32, workers: workers);
            var watch = Stopwatch.StartNew();
            var images = 0;
            foreach (var batch in dls.Train.Batches())
            {
                images += batch.Size;
                batch.Dispose();
            }

            Console.WriteLine($"{workers} workers: {images} images, {images / watch.Elapsed.TotalSeconds:0} images/s, peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB");
        }
    }
}
