using System.Reflection;

namespace FastAI.Parity;

/// <summary>Names a method as the op that it is, or as one of those that it is. The method takes a <see cref="ParityCase"/> and gives an <see cref="OpResult"/>.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OpAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>The ops that can be run: every method of this program that has an <see cref="OpAttribute"/>.</summary>
public static class OpSet
{
    private static readonly Dictionary<string, Func<ParityCase, OpResult>> s_byName = typeof(OpSet).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .SelectMany(method => method.GetCustomAttributes<OpAttribute>().Select(op => (Op: op, Method: method)))
        .ToDictionary(found => found.Op.Name, found => found.Method.CreateDelegate<Func<ParityCase, OpResult>>());

    public static IReadOnlyCollection<string> Names => s_byName.Keys;

    public static Func<ParityCase, OpResult>? Find(string name) => s_byName.GetValueOrDefault(name);
}
