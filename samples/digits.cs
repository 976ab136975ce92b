#:project ../src/FastAI/FastAI.csproj
using FastAI;
using FastAI.Vision;
using static FastAI.Vision.Prelude;

// 1,797 handwritten digits that come with the package, as PNG files in a folder for each class: 0/0000.png … 9/1795.png
var path = SampleData.Digits();
var digits = DataBlock.Create(
    ImageBlock(ImageMode.Gray), CategoryBlock(),
    getItems: GetImageFiles,
    getY: ParentLabel,
    splitter: RandomSplitter(validPct: 0.2, seed: 42),
    itemTfms: [Resize(16)],
    batchTfms: [.. AugTransforms(doFlip: false, maxRotate: 8), Normalize()]);

Console.WriteLine(digits.Summary(path));
using var dls = digits.DataLoaders(path, batchSize: 64);
using var learn = SimpleCnnLearner(dls, widths: [32, 64, 128], strides: [1, 2, 2, 2], metrics: [Accuracy, ErrorRate]);

var search = learn.LrFind();
Console.WriteLine(search.Valley);
learn.FitOneCycle(epochs: 8, maxLr: 1e-2);
foreach (var r in learn.Recorder.Rows) Console.WriteLine(r);
learn.Export("/tmp/digits.fai");
using var served = LoadLearner<Image, Category>("/tmp/digits.fai");
Console.WriteLine(served.Predict(GetImageFiles(path)[0]));
Console.WriteLine($"accuracy: {learn.Validate().Metrics["accuracy"]:0.0000}");
