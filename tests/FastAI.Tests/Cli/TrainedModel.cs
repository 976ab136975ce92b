using FastAI.Tests.Cli;
using Xunit;

[assembly: AssemblyFixture(typeof(TrainedModel))]

namespace FastAI.Tests.Cli;

/// <summary>A model that <c>fastai train images</c> has trained for an epoch, once for all tests that want one.</summary>
public sealed class TrainedModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<(int ExitCode, string Output, string Error)> _run;

    public TrainedModel()
    {
        Images = SmallImages.Write(_folder.File("images"), perClass: 10);
        _run = new(() =>
        {
            using var program = new ChildProgram("FastAI.Cli");
            return program.Run("train", "images", Images, "--arch", "simple_cnn", "--size", "16", "--gray", "--epochs", "1", "--lr", "1e-2", "--batch-size", "4", "--out", _folder.File("model.fai"));
        });
    }

    /// <summary>The folder it was trained on.</summary>
    public string Images { get; }

    /// <summary>The exported learner.</summary>
    public string File
    {
        get
        {
            Assert.Equal(0, Run.ExitCode);
            return _folder.File("model.fai");
        }
    }

    /// <summary>What the command that trained it has written.</summary>
    public (int ExitCode, string Output, string Error) Run => _run.Value;

    public void Dispose() => _folder.Dispose();
}
