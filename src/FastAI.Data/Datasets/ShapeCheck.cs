namespace FastAI;

/// <summary>Finds samples that will not fit into one batch before the first batch is made, where no step for items would change their shape.</summary>
internal static class ShapeCheck
{
    private const int MostShown = 4;

    /// <exception cref="DataException">The first samples, as many as a batch has, differ in shape; names one file of each.</exception>
    public static void Run<TX, TY>(Datasets<TX, TY> datasets, int batchSize)
    {
        var seen = new List<(int Index, int Value, ValueShape Shape)>();
        foreach (var (index, shapes) in datasets.Train.Probe(batchSize))
            for (var value = 0; value < shapes.Count; value++)
                if (!datasets.ItemTransforms.Steps.Any(step => step.RunsOn(Split.Train) && Changes(step, shapes[value].Type))) seen.Add((index, value, shapes[value]));

        foreach (var values in seen.GroupBy(shape => shape.Value))
        {
            var kinds = values.DistinctBy(value => value.Shape.Shape).ToArray();
            if (kinds.Length > 1) throw Mismatch(datasets.Train, kinds);
        }
    }

    private static DataException Mismatch<TX, TY>(Dataset<TX, TY> dataset, (int Index, int Value, ValueShape Shape)[] kinds)
    {
        var shown = string.Join("; ", kinds.Take(MostShown).Select(kind => $"{dataset.NameOf(kind.Index)} is {kind.Shape.Shape}"));
        return new($"Samples of the training set cannot be put into one batch: {shown}{(kinds.Length > MostShown ? "; …" : "")}. {kinds[0].Shape.Fix}")
        { Item = dataset.NameOf(kinds[1].Index), Index = kinds[1].Index, Stage = "Putting into the batch" };
    }

    private static bool Changes(ItemTransform step, Type type) => step.GetType().GetInterfaces().Any(face =>
        face.IsGenericType && face.GetGenericTypeDefinition() is var kind && (kind == typeof(IEncodes<>) || kind == typeof(IEncodes<,>)) && face.GetGenericArguments()[0] == type);
}
