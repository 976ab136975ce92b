using System.Diagnostics;
using System.Globalization;

namespace FastAI.Bench;

/// <summary>What describing much data costs: a data block over a million file names, labelled by a pattern and split at random; no file is read.</summary>
internal static class BlockBench
{
    public static void Run(string[] arguments)
    {
        var count = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 1_000_000;
        string[] names = [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"/data/class{i % 100:00}/{i:0000000}.jpg"))];
        var block = DataBlock.OfItems(Block.Of((string path) => new ReadOnlyMemory<float>([path.Length]), new VectorCodec(1)), new CategoryBlock(), Labellers.ParentLabel);

        for (var round = 0; round < 4; round++)
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var start = Stopwatch.GetTimestamp();
            using var dls = block.DataLoaders(names);
            var time = Stopwatch.GetElapsedTime(start);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            var held = GC.GetTotalMemory(forceFullCollection: true) - before;
            Console.WriteLine(
                $"{count} names: {time.TotalSeconds:0.00} s, {held / (double)count:0} bytes an item held, {allocated / (double)count:0} allocated on the way " +
                $"({dls.Train.SampleCount} + {dls.Valid.SampleCount} samples, {dls.Vocabulary.Count} classes)");
        }
    }
}
