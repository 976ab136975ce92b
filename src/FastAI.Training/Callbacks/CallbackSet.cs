namespace FastAI;

/// <summary>Callbacks in the order in which they run, and for each event those that have something to do in it.</summary>
internal sealed class CallbackSet
{
    public static readonly CallbackSet Empty = new([]);

    private readonly Callback[][] _byEvent;

    private CallbackSet(Callback[] inOrder)
    {
        InOrder = inOrder;
        var hooks = Array.ConvertAll(inOrder, callback => CallbackHooks.Of(callback.GetType()));
        _byEvent = [.. Enum.GetValues<LearnerEvent>().Select(happening => inOrder.Where((_, i) => hooks[i].Overrides(happening)).ToArray())];
    }

    public Callback[] InOrder { get; }

    /// <summary>The callbacks that override the hook of an event.</summary>
    public Callback[] Of(LearnerEvent happening) => _byEvent[(int)happening];

    /// <exception cref="InvalidOperationException">One is there twice, or two are of one type that does not allow it.</exception>
    /// <exception cref="ArgumentException">What they say of their order goes in a circle, or one overrides no event.</exception>
    public static CallbackSet Of(IReadOnlyList<Callback> callbacks)
    {
        for (var i = 0; i < callbacks.Count; i++)
        {
            ThrowIfThere(callbacks[i], callbacks.Take(i));
            CallbackHooks.Of(callbacks[i].GetType()).ThrowIfNeverCalled(callbacks[i]);
        }

        return callbacks.Count == 0 ? Empty : new(CallbackOrder.Sort(callbacks));
    }

    private static void ThrowIfThere(Callback callback, IEnumerable<Callback> before)
    {
        var isThere = before.Any(other => other == callback || (other.GetType() == callback.GetType() && !callback.AllowsSeveral));
        if (isThere)
            throw new InvalidOperationException(
                $"A {callback.GetType().Name} is already among the callbacks, and a second one would do its work twice. Use Replace, or Remove the first one before.");
    }
}
