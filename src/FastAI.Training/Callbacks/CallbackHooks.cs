using System.Collections.Concurrent;
using System.Reflection;

namespace FastAI;

/// <summary>Which hooks a type of callback overrides, and what in it looks like a hook and is none.</summary>
internal sealed class CallbackHooks
{
    private static readonly ConcurrentDictionary<Type, CallbackHooks> Known = new();
    private static readonly string[] Names = [.. Enum.GetNames<LearnerEvent>(), nameof(Callback.OnException)];

    // Names of fastai's first version, and what they are called now.
    private static readonly Dictionary<string, string> OldNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["OnTrainBegin"] = nameof(Callback.BeforeFit),
        ["OnTrainEnd"] = nameof(Callback.AfterFit),
        ["OnEpochBegin"] = nameof(Callback.BeforeEpoch),
        ["OnEpochEnd"] = nameof(Callback.AfterEpoch),
        ["OnBatchBegin"] = nameof(Callback.BeforeBatch),
        ["OnBatchEnd"] = nameof(Callback.AfterBatch),
        ["OnLossBegin"] = nameof(Callback.AfterPred),
        ["OnBackwardBegin"] = nameof(Callback.AfterLoss),
        ["OnBackwardEnd"] = nameof(Callback.AfterBackward),
        ["OnStepEnd"] = nameof(Callback.AfterStep),
        ["BeginFit"] = nameof(Callback.BeforeFit),
        ["BeginEpoch"] = nameof(Callback.BeforeEpoch),
        ["BeginTrain"] = nameof(Callback.BeforeTrain),
        ["BeginBatch"] = nameof(Callback.BeforeBatch),
        ["BeginValidate"] = nameof(Callback.BeforeValidate),
    };

    private readonly ulong _overridden;
    private readonly (string Written, string Meant)? _mistake;

    private CallbackHooks(Type type)
    {
        for (var i = 0; i < Names.Length; i++)
            if (IsOverride(type.GetMethod(Names[i], BindingFlags.Instance | BindingFlags.Public, Signature(Names[i]))!)) _overridden |= 1UL << i;

        _mistake = type.GetMethods(BindingFlags.Instance | BindingFlags.Public)
            .Where(method => typeof(Callback).IsAssignableFrom(method.DeclaringType) && method.DeclaringType != typeof(Callback))
            .Where(method => !IsOverride(method) && !method.IsSpecialName)
            .Select(method => Meant(method.Name) is { } meant ? (method.Name, meant) : ((string, string)?)null)
            .FirstOrDefault(found => found is not null);
    }

    public static CallbackHooks Of(Type type) => Known.GetOrAdd(type, static type => new(type));

    public bool Overrides(LearnerEvent happening) => (_overridden & (1UL << (int)happening)) != 0;

    /// <exception cref="ArgumentException">The loop would never call anything of it, or not what looks like a hook.</exception>
    public void ThrowIfNeverCalled(Callback callback)
    {
        if (_mistake is var (written, meant))
            throw new ArgumentException(
                $"{callback.GetType().Name}.{written} is never called: no event is called so, or it does not override one. " +
                $"If {meant} is meant, write: public override void {meant}(Learner learn); " +
                "else give the method a name that is less like it.", nameof(callback));
        if (_overridden == 0)
            throw new ArgumentException(
                $"{callback.GetType().Name} overrides no event, so it is never called. Override at least one, e.g. " +
                $"public override void {nameof(Callback.AfterEpoch)}(Learner learn).",
                nameof(callback));
    }

    // A method that hides a hook (`new`, or `override` forgotten) has itself for its base.
    private static bool IsOverride(MethodInfo method)
        => method.DeclaringType != typeof(Callback) && method.GetBaseDefinition().DeclaringType == typeof(Callback);

    private static Type[] Signature(string hook) => hook == nameof(Callback.OnException) ? [typeof(Learner), typeof(Exception)] : [typeof(Learner)];

    private static string? Meant(string name)
    {
        name = name.Replace("_", "", StringComparison.Ordinal);
        return OldNames.GetValueOrDefault(name) ?? Array.Find(Names, hook => EditDistance.Between(hook, name) <= 2);
    }
}
