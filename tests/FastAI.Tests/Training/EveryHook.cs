namespace FastAI.Tests.Training;

/// <summary>Does something in every hook.</summary>
internal sealed class EveryHook(Action<LearnerEvent, Learner> each) : Callback
{
    /// <summary>The hooks that a fit with validation goes through without cancelling, in the order of their first call.</summary>
    public static IReadOnlyList<string> OfFit { get; } =
    [
        "BeforeFit", "BeforeEpoch", "BeforeTrain", "BeforeBatch", "AfterPred", "AfterLoss", "BeforeBackward", "AfterBackward", "BeforeStep", "AfterStep", "AfterBatch",
        "AfterTrain", "BeforeValidate", "AfterValidate", "AfterEpoch", "AfterFit",
    ];

    public override bool AllowsSeveral => true;

    public override void BeforeFit(Learner learn) => each(LearnerEvent.BeforeFit, learn);
    public override void BeforeEpoch(Learner learn) => each(LearnerEvent.BeforeEpoch, learn);
    public override void BeforeTrain(Learner learn) => each(LearnerEvent.BeforeTrain, learn);
    public override void BeforeBatch(Learner learn) => each(LearnerEvent.BeforeBatch, learn);
    public override void AfterPred(Learner learn) => each(LearnerEvent.AfterPred, learn);
    public override void AfterLoss(Learner learn) => each(LearnerEvent.AfterLoss, learn);
    public override void BeforeBackward(Learner learn) => each(LearnerEvent.BeforeBackward, learn);
    public override void AfterCancelBackward(Learner learn) => each(LearnerEvent.AfterCancelBackward, learn);
    public override void AfterBackward(Learner learn) => each(LearnerEvent.AfterBackward, learn);
    public override void BeforeStep(Learner learn) => each(LearnerEvent.BeforeStep, learn);
    public override void AfterCancelStep(Learner learn) => each(LearnerEvent.AfterCancelStep, learn);
    public override void AfterStep(Learner learn) => each(LearnerEvent.AfterStep, learn);
    public override void AfterCancelBatch(Learner learn) => each(LearnerEvent.AfterCancelBatch, learn);
    public override void AfterBatch(Learner learn) => each(LearnerEvent.AfterBatch, learn);
    public override void AfterCancelTrain(Learner learn) => each(LearnerEvent.AfterCancelTrain, learn);
    public override void AfterTrain(Learner learn) => each(LearnerEvent.AfterTrain, learn);
    public override void BeforeValidate(Learner learn) => each(LearnerEvent.BeforeValidate, learn);
    public override void AfterCancelValidate(Learner learn) => each(LearnerEvent.AfterCancelValidate, learn);
    public override void AfterValidate(Learner learn) => each(LearnerEvent.AfterValidate, learn);
    public override void AfterCancelEpoch(Learner learn) => each(LearnerEvent.AfterCancelEpoch, learn);
    public override void AfterEpoch(Learner learn) => each(LearnerEvent.AfterEpoch, learn);
    public override void AfterCancelFit(Learner learn) => each(LearnerEvent.AfterCancelFit, learn);
    public override void AfterFit(Learner learn) => each(LearnerEvent.AfterFit, learn);
}
