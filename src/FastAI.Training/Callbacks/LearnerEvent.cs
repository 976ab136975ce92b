namespace FastAI;

/// <summary>The events of the loop.</summary>
internal enum LearnerEvent
{
    BeforeFit, BeforeEpoch, BeforeTrain, BeforeBatch, AfterPred, AfterLoss,
    BeforeBackward, AfterCancelBackward, AfterBackward,
    BeforeStep, AfterCancelStep, AfterStep,
    AfterCancelBatch, AfterBatch, AfterCancelTrain, AfterTrain,
    BeforeValidate, AfterCancelValidate, AfterValidate,
    AfterCancelEpoch, AfterEpoch, AfterCancelFit, AfterFit,
}

/// <summary>The parts of the loop that can be cancelled, from the innermost to the outermost.</summary>
internal enum LoopPart
{
    None, Backward, Step, Batch, Train, Validate, Epoch, Fit,
}

internal static class LearnerEvents
{
    /// <summary>Calls a callback's method for an event.</summary>
    public static void Raise(this LearnerEvent happening, Callback callback, Learner learn)
    {
        switch (happening)
        {
            case LearnerEvent.BeforeFit: callback.BeforeFit(learn); break;
            case LearnerEvent.BeforeEpoch: callback.BeforeEpoch(learn); break;
            case LearnerEvent.BeforeTrain: callback.BeforeTrain(learn); break;
            case LearnerEvent.BeforeBatch: callback.BeforeBatch(learn); break;
            case LearnerEvent.AfterPred: callback.AfterPred(learn); break;
            case LearnerEvent.AfterLoss: callback.AfterLoss(learn); break;
            case LearnerEvent.BeforeBackward: callback.BeforeBackward(learn); break;
            case LearnerEvent.AfterCancelBackward: callback.AfterCancelBackward(learn); break;
            case LearnerEvent.AfterBackward: callback.AfterBackward(learn); break;
            case LearnerEvent.BeforeStep: callback.BeforeStep(learn); break;
            case LearnerEvent.AfterCancelStep: callback.AfterCancelStep(learn); break;
            case LearnerEvent.AfterStep: callback.AfterStep(learn); break;
            case LearnerEvent.AfterCancelBatch: callback.AfterCancelBatch(learn); break;
            case LearnerEvent.AfterBatch: callback.AfterBatch(learn); break;
            case LearnerEvent.AfterCancelTrain: callback.AfterCancelTrain(learn); break;
            case LearnerEvent.AfterTrain: callback.AfterTrain(learn); break;
            case LearnerEvent.BeforeValidate: callback.BeforeValidate(learn); break;
            case LearnerEvent.AfterCancelValidate: callback.AfterCancelValidate(learn); break;
            case LearnerEvent.AfterValidate: callback.AfterValidate(learn); break;
            case LearnerEvent.AfterCancelEpoch: callback.AfterCancelEpoch(learn); break;
            case LearnerEvent.AfterEpoch: callback.AfterEpoch(learn); break;
            case LearnerEvent.AfterCancelFit: callback.AfterCancelFit(learn); break;
            case LearnerEvent.AfterFit: callback.AfterFit(learn); break;
            default: throw new ArgumentOutOfRangeException(nameof(happening), happening, null);
        }
    }

    /// <summary>What a part is called in messages.</summary>
    public static string Called(this LoopPart part) => part switch
    {
        LoopPart.Backward => "backward pass",
        LoopPart.Step => "optimizer step",
        LoopPart.Batch => "batch",
        LoopPart.Train => "training",
        LoopPart.Validate => "validation",
        LoopPart.Epoch => "epoch",
        LoopPart.Fit => "fit",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, null),
    };

    /// <summary>The event that opens a part, the one after its cancelling, the one that closes it.</summary>
    public static (LearnerEvent Before, LearnerEvent AfterCancel, LearnerEvent After) Events(this LoopPart part) => part switch
    {
        LoopPart.Backward => (LearnerEvent.BeforeBackward, LearnerEvent.AfterCancelBackward, LearnerEvent.AfterBackward),
        LoopPart.Step => (LearnerEvent.BeforeStep, LearnerEvent.AfterCancelStep, LearnerEvent.AfterStep),
        LoopPart.Batch => (LearnerEvent.BeforeBatch, LearnerEvent.AfterCancelBatch, LearnerEvent.AfterBatch),
        LoopPart.Train => (LearnerEvent.BeforeTrain, LearnerEvent.AfterCancelTrain, LearnerEvent.AfterTrain),
        LoopPart.Validate => (LearnerEvent.BeforeValidate, LearnerEvent.AfterCancelValidate, LearnerEvent.AfterValidate),
        LoopPart.Epoch => (LearnerEvent.BeforeEpoch, LearnerEvent.AfterCancelEpoch, LearnerEvent.AfterEpoch),
        LoopPart.Fit => (LearnerEvent.BeforeFit, LearnerEvent.AfterCancelFit, LearnerEvent.AfterFit),
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, null),
    };
}
