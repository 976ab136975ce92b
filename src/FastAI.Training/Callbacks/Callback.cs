namespace FastAI;

/// <summary>
/// Something that takes part in the training loop: override the events that it needs. The learner comes as argument, so one callback can serve
/// several.
/// </summary>
/// <remarks>
/// <para>fastai's <c>Callback</c>, with its events in its order. What is read from the learner during a batch (inputs, prediction, loss) may also be
/// replaced there, and a callback may ask the loop to skip or stop (<see cref="Learner.CancelBatch"/> and its like), giving a reason.</para>
/// <para>Tensors of a batch end with it. Keep a number, or a copy that is taken out of the scope:
/// <c>loss.detach().clone().DetachFromDisposeScope()</c>.</para>
/// </remarks>
public abstract class Callback
{
    /// <summary>The name used in messages; the type's, unless overridden.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>Callbacks that this one has to follow, by type. Those that the learner does not have play no part.</summary>
    public virtual IReadOnlyList<Type> RunAfter => [];

    /// <summary>Callbacks that have to follow this one, by type.</summary>
    public virtual IReadOnlyList<Type> RunBefore => [];

    /// <summary>Whether a learner may have several of this type.</summary>
    public virtual bool AllowsSeveral => false;

    /// <summary>Before anything of a fit.</summary>
    public virtual void BeforeFit(Learner learn) { }

    /// <summary>Before an epoch.</summary>
    public virtual void BeforeEpoch(Learner learn) { }

    /// <summary>Before the training part of an epoch; the model is in training mode.</summary>
    public virtual void BeforeTrain(Learner learn) { }

    /// <summary>Before a batch goes through the model.</summary>
    public virtual void BeforeBatch(Learner learn) { }

    /// <summary>After the model has predicted.</summary>
    public virtual void AfterPred(Learner learn) { }

    /// <summary>After the loss was computed.</summary>
    public virtual void AfterLoss(Learner learn) { }

    /// <summary>Before gradients are computed; training only.</summary>
    public virtual void BeforeBackward(Learner learn) { }

    /// <summary>After the backward pass was cancelled.</summary>
    public virtual void AfterCancelBackward(Learner learn) { }

    /// <summary>After gradients were computed, or the backward pass was cancelled.</summary>
    public virtual void AfterBackward(Learner learn) { }

    /// <summary>Before the optimizer's step; training only.</summary>
    public virtual void BeforeStep(Learner learn) { }

    /// <summary>After the step was cancelled.</summary>
    public virtual void AfterCancelStep(Learner learn) { }

    /// <summary>After the optimizer's step, or its cancelling; gradients are still there.</summary>
    public virtual void AfterStep(Learner learn) { }

    /// <summary>After the rest of a batch was cancelled.</summary>
    public virtual void AfterCancelBatch(Learner learn) { }

    /// <summary>After a batch, also after a cancelled one.</summary>
    public virtual void AfterBatch(Learner learn) { }

    /// <summary>After the rest of the training part was cancelled.</summary>
    public virtual void AfterCancelTrain(Learner learn) { }

    /// <summary>After the training part of an epoch, also after a cancelled one.</summary>
    public virtual void AfterTrain(Learner learn) { }

    /// <summary>Before validation; the model is in evaluation mode and no gradients are recorded.</summary>
    public virtual void BeforeValidate(Learner learn) { }

    /// <summary>After the rest of validation was cancelled.</summary>
    public virtual void AfterCancelValidate(Learner learn) { }

    /// <summary>After validation, also after a cancelled one.</summary>
    public virtual void AfterValidate(Learner learn) { }

    /// <summary>After the rest of an epoch was cancelled.</summary>
    public virtual void AfterCancelEpoch(Learner learn) { }

    /// <summary>After an epoch, also after a cancelled one. Its row is in <see cref="Learner.Recorder"/>.</summary>
    public virtual void AfterEpoch(Learner learn) { }

    /// <summary>After the rest of a fit was cancelled.</summary>
    public virtual void AfterCancelFit(Learner learn) { }

    /// <summary>After a fit, also after a cancelled one.</summary>
    public virtual void AfterFit(Learner learn) { }

    /// <summary>
    /// When an exception ends a fit, a validation or a prediction, in place of the closing events: to give back what was taken in the opening ones.
    /// fastai has no such event.
    /// </summary>
    public virtual void OnException(Learner learn, Exception exception) { }
}
