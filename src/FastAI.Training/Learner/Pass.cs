using TorchSharp;

namespace FastAI;

/// <summary>The state of one pass over batches. A pass inside a hook of another has its own, so neither disturbs the other.</summary>
internal sealed class Pass(Pass? outer, bool isFit)
{
    public Pass? Outer { get; } = outer;

    /// <summary>Whether it trains; else it validates or predicts.</summary>
    public bool IsFit { get; } = isFit;

    /// <summary>Takes what the model predicts for each batch, with its targets, while they live.</summary>
    public Action<Pass>? EachBatch { get; init; }

    public bool IsTraining { get; set; }
    public DataLoader? Loader { get; set; }
    public int Iteration { get; set; } = -1;
    public Batch? Batch { get; set; }
    public Tensors Inputs { get; set; }
    public Tensors Targets { get; set; }
    public Tensors Prediction { get; set; }
    public torch.Tensor? Loss { get; set; }

    /// <summary>The loss as it was read from the device in this batch, so that it is read once.</summary>
    public float? LossValue { get; set; }

    /// <summary>The callback and event being run, for messages.</summary>
    public (Callback Callback, LearnerEvent Event)? Running { get; set; }

    /// <summary>The parts that are open, as bits.</summary>
    public int Open { get; set; }

    /// <summary>The part that a callback asked to cancel, and why.</summary>
    public LoopPart Cancelled { get; set; }
    public string Reason { get; set; } = "";

    /// <summary>Sums over the pass: the loss, and each metric.</summary>
    public double LossSum { get; set; }
    public long LossItems { get; set; }
    public MetricState[] Metrics { get; set; } = [];

    public bool IsOpen(LoopPart part) => (Open & (1 << (int)part)) != 0;
    public void Enter(LoopPart part) => Open |= 1 << (int)part;
    public void Leave(LoopPart part) => Open &= ~(1 << (int)part);

    /// <summary>Whether a callback's own hook has asked for this pass: it takes no part in it, or it would ask again for ever.</summary>
    public bool IsAskedForBy(Callback callback)
    {
        for (var around = Outer; around is not null; around = around.Outer)
            if (around.Running?.Callback == callback) return true;

        return false;
    }

    public void EndBatch()
    {
        Batch = null;
        Inputs = Targets = Prediction = default;
        Loss = null;
        LossValue = null;
    }
}
