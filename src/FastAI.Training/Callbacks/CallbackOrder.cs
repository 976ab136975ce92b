namespace FastAI;

/// <summary>Puts callbacks in an order that meets what each says of the others, and keeps the given order otherwise.</summary>
internal static class CallbackOrder
{
    /// <exception cref="ArgumentException">What they say goes in a circle.</exception>
    public static Callback[] Sort(IReadOnlyList<Callback> callbacks)
    {
        var left = callbacks.ToList();
        var sorted = new List<Callback>(callbacks.Count);
        while (left.Count > 0)
        {
            var next = left.FirstOrDefault(candidate => !left.Any(other => other != candidate && MustPrecede(other, candidate)))
                ?? throw new ArgumentException(
                    $"The order of these callbacks cannot be met, because they ask for it in a circle: " +
                    $"{string.Join(", ", left.Select(Wishes))}. Change RunAfter or RunBefore of one.");
            sorted.Add(next);
            left.Remove(next);
        }

        return [.. sorted];
    }

    private static bool MustPrecede(Callback first, Callback second)
        => second.RunAfter.Any(type => type.IsInstanceOfType(first)) || first.RunBefore.Any(type => type.IsInstanceOfType(second));

    private static string Wishes(Callback callback)
        => callback.Name + string.Concat(callback.RunAfter.Select(type => $" after {type.Name}"))
            + string.Concat(callback.RunBefore.Select(type => $" before {type.Name}"));
}
