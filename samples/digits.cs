#:project ../src/FastAI/FastAI.csproj
using FastAI;
using FastAI.Vision;
using static FastAI.Vision.Prelude;

// 1,797 handwritten digits come with the package; they are unpacked as PNG files in a folder for each class: 0/0000.png … 8/1796.png
var path = SampleData.Digits();
var pictures = Directory.CreateDirectory("digits-pictures").FullName;

var digits = DataBlock.Create(
    ImageBlock(ImageMode.Gray), CategoryBlock(),                         // Block<string, Image>, Block<string, Category>
    getItems: GetImageFiles,                                             // folder → paths
    getY: ParentLabel,                                                   // path → label: anything but a string does not compile
    splitter: RandomSplitter(validPct: 0.2, seed: 42),
    itemTfms: [Resize(16)],
    batchTfms: [.. AugTransforms(doFlip: false), Normalize()]);

Console.WriteLine(digits.Summary(path));                                 // one sample and one batch through every stage
using var dls = digits.DataLoaders(path, batchSize: 64, seed: 42);
dls.ShowBatch().Save($"{pictures}/batch.png");

using var learn = SimpleCnnLearner(dls, widths: [32, 64, 128], strides: [1, 2, 2], metrics: [Accuracy, ErrorRate]);
var search = learn.LrFind();                                             // the weights are afterwards as before
search.Plot().Save($"{pictures}/learning-rate.png");
learn.FitOneCycle(epochs: 12, maxLr: search.Minimum);                    // a progress bar, then a table of losses and metrics

learn.Recorder.PlotLoss().Save($"{pictures}/loss.png");
learn.Recorder.PlotSchedule().Save($"{pictures}/schedule.png");
learn.ShowResults().Save($"{pictures}/results.png");

learn.Export("digits.fai");                                              // weights, vocabulary, transforms, versions; no code
using var served = LoadLearner<Image, Category>("digits.fai");
Console.WriteLine($"{GetImageFiles(path)[0]} is a {served.Predict(GetImageFiles(path)[0])}");
Console.WriteLine($"learning rate {search.Minimum:g2}; pictures in {pictures}");
Console.WriteLine($"accuracy: {learn.Validate().Metrics["accuracy"]:0.0000}");
