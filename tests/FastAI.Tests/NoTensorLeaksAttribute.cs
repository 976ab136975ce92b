using System.Reflection;
using Xunit.v3;

namespace FastAI.Tests;

/// <summary>Fails a test that leaves a tensor behind: as many have to be alive after it as before, on all threads together.</summary>
/// <remarks>A tensor left to the garbage collector counts as left behind. Threads that a test starts take part by LiveTensors.TrackThisThread; a test class that makes tensors in its constructor or disposes them in Dispose does so outside of what is counted.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class NoTensorLeaksAttribute : BeforeAfterTestAttribute
{
    private long _before;

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => _before = LiveTensors.Count;

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        var difference = LiveTensors.Count - _before;
        if (difference != 0)
            throw new TensorLeakException($"{methodUnderTest.Name} leaves {Math.Abs(difference)} tensors {(difference > 0 ? "alive" : "too few: it disposes ones that it did not make, or that an untracked thread made")}.");
    }
}

public sealed class TensorLeakException(string message) : Exception(message);
