namespace FastAI;

/// <summary>Makes blocks out of others, or out of functions, with the types inferred.</summary>
public static class Block
{
    /// <summary>Two inputs, or two targets: a tuple of sources gives a tuple of values. Blocks made so can be put together again, to any depth.</summary>
    /// <param name="first">The block of the first member.</param>
    /// <param name="second">The block of the second member.</param>
    /// <exception cref="ArgumentException">Both bring a step of the same type with different settings.</exception>
    /// <remarks>
    /// In place of fastai's flat list of blocks with <c>n_inp</c>, which counts how many of them are inputs. A random step draws once for a sample, so what it
    /// does to the members stays aligned.
    /// </remarks>
    /// <example><code>Block.Of(new ImageBlock(), new ImageBlock())   // Block&lt;(string, string), (Image, Image)&gt;</code></example>
    public static Block<(TSource1, TSource2), (TValue1, TValue2)> Of<TSource1, TValue1, TSource2, TValue2>(
        Block<TSource1, TValue1> first, Block<TSource2, TValue2> second)
        => new PairBlock<TSource1, TValue1, TSource2, TValue2>(first, second);

    /// <summary>Three inputs, or three targets.</summary>
    /// <param name="first">The block of the first member.</param>
    /// <param name="second">The block of the second member.</param>
    /// <param name="third">The block of the third member.</param>
    /// <exception cref="ArgumentException">Two of them bring a step of the same type with different settings.</exception>
    public static Block<(TSource1, TSource2, TSource3), (TValue1, TValue2, TValue3)> Of<TSource1, TValue1, TSource2, TValue2, TSource3, TValue3>(
        Block<TSource1, TValue1> first, Block<TSource2, TValue2> second, Block<TSource3, TValue3> third)
        => new TripleBlock<TSource1, TValue1, TSource2, TValue2, TSource3, TValue3>(first, second, third);

    /// <inheritdoc cref="ValueBlock{TSource, TValue}" />
    public static ValueBlock<TSource, TValue> Of<TSource, TValue>(Func<TSource, TValue> create, Codec<TValue> codec) => new(create, codec);
}
