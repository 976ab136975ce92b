using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests.Torch;

public sealed class ModelWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Weights => _folder.File("w.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact, NoTensorLeaks]
    public void A_model_comes_back_with_its_buffers()
    {
        using var scope = NewDisposeScope();
        using var saved = Small();
        using var loaded = Small();
        using (var input = randn(8, 3, 6, 6)) _ = saved.forward(input);     // moves the running statistics

        ModelWeights.Save(saved, Weights);
        var report = ModelWeights.Load(loaded, Weights);

        Assert.Equal(saved.state_dict().Keys, report.Matched);
        Assert.Empty(report.Missing);
        Assert.Empty(report.Converted);
        AssertEqual(Values(saved), Values(loaded));
        Assert.Equal(1, loaded.state_dict()["1.num_batches_tracked"].item<long>());
        Assert.True(loaded.parameters().All(parameter => parameter.requires_grad));
    }

    [Fact, NoTensorLeaks]
    public void The_file_says_what_it_is_of()
    {
        using var model = Small();

        ModelWeights.Save(model, Weights, new Dictionary<string, string> { ["vocabulary"] = "cat, dog" });
        using var file = SafeTensors.Open(Weights);

        Assert.Equal("Sequential", file.Metadata[WeightsMetadata.Architecture]);
        Assert.Equal("0.1.0", file.Metadata[WeightsMetadata.Version]);
        Assert.Equal("cat, dog", file.Metadata["vocabulary"]);
    }

    [Fact, NoTensorLeaks]
    public void V01_Weights_of_another_architecture_are_refused_before_anything_is_written()
    {
        using var scope = NewDisposeScope();
        using var saved = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 16));
        using var model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 8));
        ModelWeights.Save(saved, Weights, [new(WeightsMetadata.Architecture, "resnet34")]);
        var before = Values(model);

        var error = Assert.Throws<WeightsFileException>(() => ModelWeights.Load(model, Weights));

        foreach (var token in (string[])[Weights, "resnet34", "4.weight", "[8, 4]", "[16, 4]", "4 of its 6 entries match", "0 missing", "0 unexpected", "2 of another shape", "LoadMatching"])
            Assert.Contains(token, error.Message, StringComparison.Ordinal);
        AssertEqual(before, Values(model));
        Assert.Throws<WeightsFileException>(() => ModelWeights.LoadMatching(model, Weights, out _));
        AssertEqual(before, Values(model));
    }

    [Fact, NoTensorLeaks]
    public void V01_Missing_and_unexpected_entries_are_counted_and_named()
    {
        using var scope = NewDisposeScope();
        using var saved = nn.Sequential(("body", nn.Linear(4, 8)), ("old", nn.Linear(8, 3)));
        using var model = nn.Sequential(("body", nn.Linear(4, 8)), ("head", nn.Linear(8, 2)));
        ModelWeights.Save(saved, Weights);

        var error = Assert.Throws<WeightsFileException>(() => ModelWeights.Load(model, Weights));

        foreach (var token in (string[])["2 of its 4 entries match", "2 missing", "2 unexpected", "First missing: head.weight [2, 8]", "First unexpected: old.weight [3, 8]"])
            Assert.Contains(token, error.Message, StringComparison.Ordinal);
    }

    [Fact, NoTensorLeaks]
    public void A_lenient_load_reports_what_it_left()
    {
        using var scope = NewDisposeScope();
        using var saved = nn.Sequential(("body", nn.Linear(4, 8)), ("old", nn.Linear(8, 3)));
        using var model = nn.Sequential(("body", nn.Linear(4, 8)), ("head", nn.Linear(8, 2)));
        ModelWeights.Save(saved, Weights);
        var head = model.state_dict()["head.weight"].clone();

        ModelWeights.LoadMatching(model, Weights, out var report);

        Assert.Equal(["body.weight", "body.bias"], report.Matched);
        Assert.Equal(["head.weight", "head.bias"], report.Missing);
        Assert.Equal(["old.weight", "old.bias"], report.Unexpected);
        Assert.Equal("2 matched, 2 missing (head.weight, head.bias), 2 unexpected (old.weight, old.bias)", report.ToString());
        Assert.True(saved.state_dict()["body.weight"].Equals(model.state_dict()["body.weight"]));
        Assert.True(head.Equals(model.state_dict()["head.weight"]));
    }

    [Fact, NoTensorLeaks]
    public void V02_A_lenient_load_that_loads_nothing_says_so_and_gives_the_prefix()
    {
        using var scope = NewDisposeScope();
        using var saved = nn.Sequential(("body", nn.Linear(4, 8)));
        using var model = nn.Sequential(("backbone", nn.Linear(4, 8)));
        ModelWeights.Save(saved, Weights);
        var before = Values(model);

        var error = Assert.Throws<WeightsFileException>(() => ModelWeights.LoadMatching(model, Weights, out _));

        foreach (var token in (string[])["0", "2", "body.weight", "backbone.weight", "prefix", "ModelWeights.ReplacePrefix(\"body.\", \"backbone.\")"])
            Assert.Contains(token, error.Message, StringComparison.Ordinal);
        AssertEqual(before, Values(model));

        ModelWeights.LoadMatching(model, Weights, out var report, ModelWeights.ReplacePrefix("body.", "backbone."));

        Assert.Equal(2, report.Matched.Count);
        Assert.True(saved.state_dict()["body.weight"].Equals(model.state_dict()["backbone.weight"]));
    }

    [Theory, NoTensorLeaks]
    [InlineData("model.", "")]
    [InlineData("", "model.")]
    [InlineData("a.b.", "c.")]
    public void V02_The_hint_knows_prefixes_on_either_side(string inFile, string inModel)
    {
        using var scope = NewDisposeScope();
        using var model = Nested(inModel);
        SafeTensors.Save(Weights, model.state_dict().Select(pair => (inFile + pair.Key[inModel.Length..], pair.Value)));

        var error = Assert.Throws<WeightsFileException>(() => ModelWeights.Load(model, Weights));

        Assert.Contains($"ReplacePrefix(\"{inFile}\", \"{inModel}\")", error.Message, StringComparison.Ordinal);
        Assert.Equal(6, ModelWeights.Load(model, Weights, ModelWeights.ReplacePrefix(inFile, inModel)).Matched.Count);
    }

    [Fact, NoTensorLeaks]
    public void An_entry_can_be_left_out()
    {
        using var scope = NewDisposeScope();
        using var saved = nn.Sequential(("body", nn.Linear(4, 8)), ("head", nn.Linear(8, 16)));
        using var model = nn.Sequential(("body", nn.Linear(4, 8)), ("head", nn.Linear(8, 2)));
        ModelWeights.Save(saved, Weights);

        ModelWeights.LoadMatching(model, Weights, out var report, name => name.StartsWith("head", StringComparison.Ordinal) ? null : name);

        Assert.Equal(["body.weight", "body.bias"], report.Matched);
        Assert.Equal(["head.weight", "head.bias"], report.Missing);
    }

    [Fact, NoTensorLeaks]
    public void Two_entries_cannot_get_one_name()
    {
        using var model = Small();
        ModelWeights.Save(model, Weights);

        var error = Assert.Throws<WeightsFileException>(() => ModelWeights.Load(model, Weights, _ => "same"));

        Assert.Contains("0.weight and 0.bias", error.Message, StringComparison.Ordinal);
    }

    [Fact, NoTensorLeaks]
    public void Another_floating_type_is_converted_and_reported()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Linear(4, 2);
        var half = model.state_dict().Select(pair => (pair.Key, pair.Value.detach().to(ScalarType.Float16))).ToList();
        SafeTensors.Save(Weights, half);

        var report = ModelWeights.Load(model, Weights);

        Assert.Equal(["weight (Float16 → Float32)", "bias (Float16 → Float32)"], report.Converted);
        Assert.Equal(ScalarType.Float32, model.weight.dtype);
        Assert.True(model.weight.to(ScalarType.Float16).Equals(half[0].Item2));
    }

    [Fact, NoTensorLeaks]
    public void Integers_are_not_converted_to_floats()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Linear(4, 2);
        SafeTensors.Save(Weights, [("weight", ones(2, 4, dtype: ScalarType.Int64)), ("bias", ones(2))]);

        var error = Assert.Throws<WeightsFileException>(() => ModelWeights.Load(model, Weights));

        Assert.Contains("weight is [2, 4] Int64 in the file, [2, 4] Float32 in the model", error.Message, StringComparison.Ordinal);
    }

    [Fact, NoTensorLeaks]
    public void Tied_parameters_are_stored_once_and_stay_tied()
    {
        using var scope = NewDisposeScope();
        using var saved = new Tied();
        using var loaded = new Tied();

        ModelWeights.Save(saved, Weights);
        var report = ModelWeights.Load(loaded, Weights);

        using var file = SafeTensors.Open(Weights);
        Assert.Equal(["decoder.weight", "encoder.weight"], loaded.state_dict().Keys.Order());
        Assert.Single(file.Entries);
        Assert.Equal(2, report.Matched.Count);
        Assert.True(saved.First.Equals(loaded.First));
        loaded.First.zero_();
        Assert.Equal(0, loaded.Second.abs().sum().item<float>());
    }

    [Fact, NoTensorLeaks]
    public void A_model_that_does_not_tie_loads_the_file_of_one_that_does()
    {
        using var scope = NewDisposeScope();
        using var saved = new Tied();
        using var untied = new Tied(isTied: false);
        ModelWeights.Save(saved, Weights);

        var report = ModelWeights.Load(untied, Weights);

        Assert.Equal(2, report.Matched.Count);
        Assert.True(saved.First.Equals(untied.First));
        Assert.True(saved.First.Equals(untied.Second));
    }

    [Fact, NoTensorLeaks]
    public void Tied_parameters_with_two_values_in_the_file_are_refused()
    {
        using var scope = NewDisposeScope();
        using var untied = new Tied(isTied: false);
        using var tied = new Tied();
        ModelWeights.Save(untied, Weights);
        var before = Values(tied);

        var error = Assert.Throws<WeightsFileException>(() => ModelWeights.Load(tied, Weights));

        Assert.Contains("encoder.weight and decoder.weight are one tensor", error.Message, StringComparison.Ordinal);
        AssertEqual(before, Values(tied));
    }

    [Fact, NoTensorLeaks]
    public void A_file_damaged_in_its_content_leaves_the_model_as_it_was()
    {
        using var scope = NewDisposeScope();
        using var model = Small();
        ModelWeights.Save(model, Weights);
        using var other = Small();
        var before = Values(other);
        using var file = SafeTensors.Open(Weights);
        using (var stream = new FileStream(Weights, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) stream.SetLength(stream.Length - 4);

        Assert.Throws<WeightsFileException>(() => ModelWeights.Load(other, file));

        AssertEqual(before, Values(other));
    }

    // TorchSharp's Conv2d leaves a tensor behind when it sets its first weights; the scope takes it.
    private static Sequential Small()
    {
        using var scope = NewDisposeScope();
        return nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(64, 2));
    }

    private static nn.Module<Tensor, Tensor> Nested(string prefix)
    {
        nn.Module<Tensor, Tensor> model = nn.Sequential(nn.Linear(4, 8), nn.Linear(8, 8), nn.Linear(8, 2));
        foreach (var name in prefix.Split('.', StringSplitOptions.RemoveEmptyEntries).Reverse()) model = nn.Sequential((name, model));
        return model;
    }

    private static List<Tensor> Values(nn.Module model) => [.. model.state_dict().Values.Select(tensor => tensor.detach().clone())];

    private static void AssertEqual(List<Tensor> expected, List<Tensor> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++) Assert.True(expected[i].Equals(actual[i]));
    }

    private sealed class Tied : nn.Module<Tensor, Tensor>
    {
        private readonly Embedding encoder = nn.Embedding(5, 3);
        private readonly Linear decoder = nn.Linear(3, 5, hasBias: false);

        public Tied(bool isTied = true) : base(nameof(Tied))
        {
            if (isTied) decoder.weight = encoder.weight!;
            RegisterComponents();
        }

        public Tensor First => encoder.weight!.detach();
        public Tensor Second => decoder.weight!.detach();

        public override Tensor forward(Tensor input) => decoder.forward(encoder.forward(input));
    }
}
