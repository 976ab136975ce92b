namespace FastAI;

/// <summary>Finds samples that will not fit into one batch before the first batch is made, where no step for items would change their shape.</summary>
internal static class ShapeCheck
{
    private const int MostShown = 4;

    /// <exception cref="DataException">The first samples, as many as a batch has, differ in shape; names an item of each shape.</exception>
    public static void Run<TX, TY>(Datasets<TX, TY> datasets, int batchSize)
    {
        foreach (var probe in datasets.Train.Probes)
        {
            if (datasets.ItemTransforms.Steps.Any(step => step.RunsOn(Split.Train) && Changes(step, probe.Type))) continue;

            var kinds = datasets.Train.FirstListed(batchSize).Select(index => (Index: index, Shape: probe.ShapeOf(index)))
                .Where(sample => sample.Shape is not null).DistinctBy(sample => sample.Shape).ToArray();
            if (kinds.Length < 2) continue;

            var shown = string.Join("; ", kinds.Take(MostShown).Select(kind => $"{datasets.Train.NameOf(kind.Index)} is {kind.Shape}"));
            throw new DataException($"Samples of the training set cannot be put into one batch: {shown}{(kinds.Length > MostShown ? "; …" : "")}. {probe.Fix}")
            { Item = datasets.Train.NameOf(kinds[1].Index), Index = kinds[1].Index, Stage = "Putting into the batch" };
        }
    }

    private static bool Changes(ItemTransform step, Type type)
        => step.GetType().GetInterfaces().Where(face => face.IsGenericType && face.GetGenericArguments()[0] == type)
            .Any(face => face.GetGenericTypeDefinition() is var kind && (kind == typeof(IEncodes<>) || kind == typeof(IEncodes<,>)));
}
