namespace FastAI;

/// <summary>
/// A step that data goes through. For each element type that it changes it implements <see cref="IEncodes{T}"/> (or, if it is random,
/// <see cref="IEncodes{T, TDraw}"/>), and <see cref="IDecodes{T}"/> where there is a way back; values of other types pass untouched.
/// </summary>
/// <remarks>
/// fastai's <c>Transform</c>, which is chosen by the types that a function's arguments are annotated with. Here steps for a single item
/// (<see cref="ItemTransform"/>) and steps for a batch (<see cref="BatchTransform"/>) are different types, so that one cannot stand in the place of the other.
/// </remarks>
public abstract record Transform
{
    /// <summary>The name shown in pipelines and messages; the type's, unless overridden.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>Steps run from the lowest order to the highest; those of one order as they are given.</summary>
    public virtual int Order => 0;

    /// <summary>Whether the step runs on samples of <paramref name="split"/>; on all, unless overridden.</summary>
    public virtual bool RunsOn(Split split) => true;

    /// <summary>Applies this step's decoding to a value.</summary>
    internal IElementMap Decoding() => new DecodeMap(this);

    private sealed class DecodeMap(Transform transform) : IElementMap
    {
        public T Map<T>(T value) => transform is IDecodes<T> decodes ? decodes.Decode(value) : value;
    }
}

/// <summary>Changes values of type <typeparamref name="T"/>, in the same way each time.</summary>
public interface IEncodes<T>
{
    /// <summary>The changed value. The argument is left as it is and not disposed.</summary>
    T Encode(T value);
}

/// <summary>Changes values of type <typeparamref name="T"/> by what was drawn for the sample (or the batch).</summary>
public interface IEncodes<T, TDraw>
{
    /// <summary>The changed value. The argument is left as it is and not disposed.</summary>
    T Encode(T value, TDraw draw);
}

/// <summary>Turns values of type <typeparamref name="T"/> back, for showing.</summary>
public interface IDecodes<T>
{
    /// <summary>The value before <see cref="IEncodes{T}.Encode"/>, as nearly as it can be told.</summary>
    T Decode(T value);
}

/// <summary>Something done to every element of a sample or batch, whatever its type.</summary>
public interface IElementMap
{
    /// <summary>The new value; the same one where nothing is done to this type.</summary>
    T Map<T>(T value);
}
