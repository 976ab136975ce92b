namespace FastAI.Parity;

/// <summary>Gives out the draws of a case in their order, and notes the bounds that were asked for.</summary>
internal sealed class Draws(ParityCase test)
{
    private readonly Queue<double> _uniform = new(test.Numbers("uniform") ?? []);
    private readonly Queue<double> _integers = new(test.Numbers("randint") ?? []);

    public List<double[]> UniformRanges { get; } = [];

    public List<int[]> IntegerRanges { get; } = [];

    public double Uniform(double low, double high)
    {
        UniformRanges.Add([low, high]);
        return _uniform.Dequeue();
    }

    public int Integer(int low, int high)
    {
        IntegerRanges.Add([low, high]);
        return (int)_integers.Dequeue();
    }
}
