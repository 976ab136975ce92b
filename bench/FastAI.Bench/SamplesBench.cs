using System.Diagnostics;
using System.Globalization;
using static TorchSharp.torch;

namespace FastAI.Bench;

/// <summary>What loading itself costs: samples in memory, shuffled, in batches, against a gather by index written by hand.</summary>
internal static class SamplesBench
{
    private const int Samples = 100_000, Length = 10, BatchSize = 64, Passes = 3;

    public static void Run(string[] arguments)
    {
        var rounds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 7;
        set_num_threads(1);
        manual_seed(1);
        using var x = randn(Samples, Length);
        using var y = (x.sum([1]) > 0).to(ScalarType.Int64);
        var options = new LoaderOptions { BatchSize = BatchSize, DropLast = false };
        using var tensors = new TensorLoader(Split.Train, x, y, options);
        var floats = x.data<float>().ToArray();
        var labels = y.data<long>().ToArray();
        var block = DataBlock.OfItems(
            new VectorBlock(Length), new CategoryBlock<long>(), (int item) => new ReadOnlyMemory<float>(floats, item * Length, Length), item => labels[item], new IndexSplitter([]));
        using var oneByOne = block.DataLoaders([.. Enumerable.Range(0, Samples)], options with { Workers = 0 });
        using var ahead = block.DataLoaders([.. Enumerable.Range(0, Samples)], options with { Workers = 2 });
        (string Name, Func<int, int> Pass)[] ways =
        [
            ("gather by hand", epoch => ByHand(x, y, epoch)),
            ("TensorLoader", epoch => Through(tensors, epoch)),
            ("DataBlock, 0 workers", epoch => Through(oneByOne.Train, epoch)),
            ("DataBlock, 2 workers", epoch => Through(ahead.Train, epoch)),
        ];

        Console.WriteLine($"{Samples} samples of {Length} floats, batch {BatchSize}, shuffled; million samples a second in each of {rounds} rounds, which take turns");
        var rates = ways.ToDictionary(way => way.Name, _ => new List<double>());
        foreach (var (_, pass) in ways) pass(0);
        for (var round = 0; round < rounds; round++)
            foreach (var (name, pass) in ways) rates[name].Add(Rate(pass));

        var byHand = Median(rates["gather by hand"]);
        foreach (var (name, each) in rates)
            Console.WriteLine(
                $"{name,-22} median {Median(each),6:0.00}   of the hand-written {Median(each) / byHand,5:0.00}   {string.Join(' ', each.Select(rate => $"{rate:0.00}"))}");
    }

    private static double Rate(Func<int, int> pass)
    {
        var start = Stopwatch.GetTimestamp();
        var samples = 0;
        for (var epoch = 0; epoch < Passes; epoch++) samples += pass(epoch);
        if (samples != Passes * Samples) throw new InvalidOperationException($"{samples} samples came of {Passes * Samples}.");
        return samples / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e6;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static int Through(DataLoader loader, int epoch)
    {
        var samples = 0;
        foreach (var batch in loader.Batches(epoch))
        {
            samples += batch.Size;
            batch.Dispose();
        }

        return samples;
    }

    // What one would write over TorchSharp: a permutation, and for each batch its part of it as an index.
    private static int ByHand(Tensor x, Tensor y, int epoch)
    {
        manual_seed(epoch);
        using var order = randperm(Samples, dtype: ScalarType.Int64);
        var samples = 0;
        for (var first = 0; first < Samples; first += BatchSize)
        {
            using var indices = order.narrow(0, first, Math.Min(BatchSize, Samples - first));
            using Tensor batchX = x.index_select(0, indices), batchY = y.index_select(0, indices);
            samples += (int)batchX.shape[0];
        }

        return samples;
    }
}
