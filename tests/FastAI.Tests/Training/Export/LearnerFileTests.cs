using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests.Training;

public sealed class LearnerFileTests : IDisposable
{
    private static readonly string[] Classes = ["dark", "light"];
    private readonly TemporaryFolder _folder = new();

    public LearnerFileTests() => Register();

    public void Dispose() => _folder.Dispose();

    private static void Register()
    {
        TrainingComponents.Register();
        Components.Register<VectorCodec>("test.vector");
        Components.Register<VectorModel>("test.vector_model");
        Components.Register<Doubled>("test.doubled");
    }

    [Fact, NoTensorLeaks]
    public void A_learner_comes_back_with_the_same_predictions_to_the_last_bit()
    {
        float[][] items = [.. Enumerable.Range(0, 20).Select(i => (float[])[i, -i, 0.5f * i])];
        using var dls = Vectors.Loaders(3, Classes, itemTfms: [new Doubled(2)]);
        using var learn = new Learner<float[], Category>(dls, new VectorModel(3, 2, Hidden: 6));
        learn.Fit(2, 0.05);
        var before = learn.Predict(items);

        learn.Export(_folder.File("a.fai"));
        using var loaded = LearnerFile.Load<float[], Category>(_folder.File("a.fai"));
        var after = loaded.Predict(items);

        Assert.Equal(before.Select(prediction => prediction.Value), after.Select(prediction => prediction.Value));
        Assert.Equal(before.SelectMany(prediction => prediction.Scores), after.SelectMany(prediction => prediction.Scores));
        Assert.Equal(Classes, loaded.Vocabulary);
        Assert.False(loaded.Model.training);
        Assert.Equal(before, learn.Predict(items), (one, other) => one.Value == other.Value && one.Scores.SequenceEqual(other.Scores));
    }

    [Fact, NoTensorLeaks]
    public void The_manifest_tells_versions_and_parts_without_loading()
    {
        var manifest = LearnerManifest.Read(Exported("a.fai"));

        Assert.Equal(LearnerManifest.CurrentFormat, manifest.Format);
        Assert.Equal(ModelWeights.LibraryVersion, manifest.WrittenBy);
        Tokens.AssertIn(manifest.ToString(), "test.vector_model", "training.cross_entropy", "data.category", "dark");
    }

    [Fact, NoTensorLeaks]
    public void A_file_cut_off_anywhere_is_refused()
    {
        var bytes = File.ReadAllBytes(Exported("a.fai"));
        var cut = _folder.File("cut.fai");
        for (var length = 0; length < bytes.Length; length += 64)
        {
            File.WriteAllBytes(cut, bytes[..length]);
            Tokens.AssertIn(Assert.Throws<WeightsFileException>(() => LearnerFile.Load<float[], Category>(cut)).Message, cut);
        }
    }

    [Theory, NoTensorLeaks]
    [InlineData("foreign.fai", "<html>not found</html>", "text")]
    [InlineData("empty.fai", "", "empty")]
    public void Another_file_is_told_for_what_it_is(string name, string content, string token)
    {
        File.WriteAllText(_folder.File(name), content);

        Tokens.AssertIn(Assert.Throws<WeightsFileException>(() => LearnerFile.Load<float[], Category>(_folder.File(name))).Message, name, token, "exported learner");
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
        => Tokens.AssertIn(Assert.Throws<FileNotFoundException>(() => LearnerFile.Load<float[], Category>(_folder.File("none.fai"))).Message, "none.fai");

    [Fact, NoTensorLeaks]
    public void V03_weights_where_a_learner_is_due_and_the_reverse()
    {
        using var dls = Vectors.Loaders(3, Classes);
        using var learn = new Learner<float[], Category>(dls, new VectorModel(3, 2));
        learn.Save(_folder.File("weights.safetensors"));
        learn.Export(_folder.File("learner.fai"));
        var before = SmallData.Bits(learn.Model);

        var asLearner = Assert.Throws<WeightsFileException>(() => LearnerFile.Load<float[], Category>(_folder.File("weights.safetensors")));
        var asWeights = Assert.Throws<WeightsFileException>(() => learn.Load(_folder.File("learner.fai")));

        Tokens.AssertIn(asLearner.Message, "weights.safetensors", "weights", "learner", "Load");
        Tokens.AssertIn(asWeights.Message, "learner.fai", "weights", "learner", "LoadLearner");
        Assert.Equal(before, SmallData.Bits(learn.Model));
    }

    [Fact, NoTensorLeaks]
    public void V04_a_later_format_is_refused_with_both_versions()
    {
        var file = Changed(manifest =>
        {
            manifest["format"] = 7;
            manifest["fastai"] = "9.9.9";
        });

        Tokens.AssertIn(Assert.Throws<WeightsFileException>(() => LearnerFile.Load<float[], Category>(file)).Message, file, "9.9.9", ModelWeights.LibraryVersion, "7");
        Assert.Throws<WeightsFileException>(() => LearnerManifest.Read(file));
    }

    [Fact, NoTensorLeaks]
    public void V04_an_unknown_part_and_a_later_version_of_a_known_one_are_refused()
    {
        var unknown = Changed(manifest => manifest["model"]!["id"] = "their.model");
        Tokens.AssertIn(Assert.Throws<WeightsFileException>(() => LearnerFile.Load<float[], Category>(unknown)).Message, unknown, "their.model", "Components.Register", ModelWeights.LibraryVersion);

        var later = Changed(manifest => manifest["loss"]!["version"] = 12);
        Tokens.AssertIn(Assert.Throws<WeightsFileException>(() => LearnerFile.Load<float[], Category>(later)).Message, later, "training.cross_entropy", "12");
    }

    public static TheoryData<string> Damages => ["no list", "a part of another kind", "settings that are unknown", "settings out of range", "no settings", "a model of another size", "no format", "not an object"];

    [Theory, MemberData(nameof(Damages)), NoTensorLeaks]
    public void A_manifest_changed_by_hand_is_refused(string damage)
    {
        var file = Changed(manifest =>
        {
            switch (damage)
            {
                case "no list": manifest.Remove("itemTransforms"); break;
                case "a part of another kind": manifest["loss"]!["id"] = "data.category"; break;
                case "settings that are unknown": manifest["model"]!["settings"]!["colour"] = "blue"; break;
                case "settings out of range": manifest["model"]!["settings"]!["outputs"] = -3; break;
                case "no settings": manifest["model"]!.AsObject().Remove("settings"); break;
                case "a model of another size": manifest["model"]!["settings"]!["outputs"] = 5; break;
                case "no format": manifest.Remove("format"); break;
                default: manifest["model"] = "a string"; break;
            }
        });

        Tokens.AssertIn(Assert.Throws<WeightsFileException>(() => LearnerFile.Load<float[], Category>(file)).Message, file);
    }

    [Fact, NoTensorLeaks]
    public void Other_types_than_it_was_trained_with_are_refused()
    {
        var file = Exported("a.fai");

        Tokens.AssertIn(Assert.Throws<WeightsFileException>(() => LearnerFile.Load<string, Category>(file)).Message, file, "input", "Vector", "String");
        Tokens.AssertIn(Assert.Throws<WeightsFileException>(() => LearnerFile.Load<float[], float[]>(file)).Message, file, "target", "Category");
    }

    [Fact, NoTensorLeaks]
    public void A_learner_without_recipe_cannot_be_exported_and_leaves_no_file()
    {
        using var dls = Vectors.Loaders(3, Classes);
        using var learn = new Learner<float[], Category>(dls, nn.Linear(3, 2));

        var thrown = Assert.Throws<InvalidOperationException>(() => learn.Export(_folder.File("a.fai")));

        Tokens.AssertIn(thrown.Message, "Linear", "recipe", "Save");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
        learn.Fit(1);
    }

    [Fact, NoTensorLeaks]
    public void P01_an_unregistered_part_is_refused_before_a_file_is_written_and_the_learner_stays()
    {
        using var dls = Vectors.Loaders(3, Classes, itemTfms: [new Unregistered()]);
        using var learn = new Learner<float[], Category>(dls, new VectorModel(3, 2));
        learn.Fit(1);

        var thrown = Assert.Throws<ComponentException>(() => learn.Export(_folder.File("a.fai")));

        Tokens.AssertIn(thrown.Message, nameof(Unregistered), "Components.Register");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
        learn.Fit(1);
    }

    [Fact, NoTensorLeaks]
    public void A_disk_that_fills_up_leaves_the_old_file_and_no_other()
    {
        using var disk = SmallDisk.TryMount(_folder.File("disk"));
        if (disk is null) Assert.Skip("A small disk cannot be mounted here.");
        using var dls = Vectors.Loaders(3, Classes);
        using var small = new Learner<float[], Category>(dls, new VectorModel(3, 2));
        using var large = new Learner<float[], Category>(dls, new VectorModel(3, 2, Hidden: 40_000));
        var file = Path.Combine(disk.Path, "a.fai");
        small.Export(file);
        var before = File.ReadAllBytes(file);

        Assert.ThrowsAny<IOException>(() => large.Export(file));
        Assert.ThrowsAny<IOException>(() => large.Save(Path.Combine(disk.Path, "weights")));

        Assert.Equal(["a.fai"], Directory.EnumerateFileSystemEntries(disk.Path).Select(Path.GetFileName));
        Assert.Equal(before, File.ReadAllBytes(file));
        large.Fit(1);
    }

    [Fact]
    public void A_predictor_that_was_disposed_says_so()
    {
        var loaded = LearnerFile.Load<float[], Category>(Exported("a.fai"));

        loaded.Dispose();
        loaded.Dispose();

        Assert.Throws<ObjectDisposedException>(() => loaded.Predict([1, 2, 3]));
    }

    private string Exported(string name)
    {
        using var dls = Vectors.Loaders(3, Classes);
        using var learn = new Learner<float[], Category>(dls, new VectorModel(3, 2));
        learn.Export(_folder.File(name));
        return _folder.File(name);
    }

    private string Changed(Action<JsonObject> change)
    {
        var path = _folder.File("changed.fai");
        var source = Exported("source.fai");
        using var file = SafeTensors.Open(source);
        var manifest = JsonNode.Parse(file.Metadata[WeightsMetadata.Manifest])!.AsObject();
        change(manifest);
        var metadata = new Dictionary<string, string>(file.Metadata) { [WeightsMetadata.Manifest] = manifest.ToJsonString() };
        using var model = new VectorModel(3, 2).Build();
        ModelWeights.Load(model, file);
        ModelWeights.Save(model, path, metadata);
        return path;
    }

    private sealed record Doubled(int Times) : ItemTransform, IEncodes<float[]>
    {
        public float[] Encode(float[] value) => [.. value.Select(number => number * Times)];
    }

    private sealed record Unregistered : ItemTransform, IEncodes<float[]>
    {
        public float[] Encode(float[] value) => value;
    }

    /// <summary>A disk of 64 kB, where this user may mount one.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private SmallDisk(string path) => Path = path;

        public string Path { get; }

        public static SmallDisk? TryMount(string path)
        {
            if (!OperatingSystem.IsLinux()) return null;

            Directory.CreateDirectory(path);
            return Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", path) ? new(path) : null;
        }

        public void Dispose() => Run("umount", Path);

        private static bool Run(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
    }
}
