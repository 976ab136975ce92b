namespace FastAI;

/// <summary>A running average of losses, in which a batch's weight falls by a factor with each that follows; debiased.</summary>
/// <remarks>fastai's <c>AvgSmoothLoss</c>, in float32 as there, so that records can be compared.</remarks>
internal sealed class SmoothLoss(double beta = 0.98)
{
    private readonly float _new = 1 - (float)beta;
    private float _average;
    private int _count;

    /// <summary>Takes in a loss; the average after it.</summary>
    public float Add(float loss)
    {
        _count++;
        _average = beta < 0.5 ? loss + (float)beta * (_average - loss) : _average - (_average - loss) * _new;
        return (float)(_average / (1 - Math.Pow(beta, _count)));
    }
}
