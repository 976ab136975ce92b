using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using static TorchSharp.torch;
using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace FastAI;

/// <summary>An activation as data: a stable name, how to make its layer, and how weights before it start.</summary>
/// <remarks>
/// Layers take one of the known values (<see cref="Relu"/>, <see cref="Mish"/>, …), where fastai takes a class (<c>act_cls</c>). In JSON it is
/// its <see cref="Name"/>, and <see cref="Parse"/> makes it again. Two activations of the same name are equal.
/// </remarks>
[JsonConverter(typeof(JsonName))]
public sealed class Activation : IEquatable<Activation>
{
    private static readonly Dictionary<string, Activation> s_known = new(StringComparer.Ordinal);
    private readonly Func<bool, TensorModule>? _create;

    private Activation(string name, WeightInit init, Func<bool, TensorModule>? create)
    {
        (Name, Init, _create) = (name, init, create);
    }

    /// <summary>No activation.</summary>
    public static Activation None { get; } = Known("none", WeightInit.Default, null);

    /// <summary><c>max(x, 0)</c>, the default everywhere.</summary>
    public static Activation Relu { get; } = Known("relu", WeightInit.Kaiming, nn.ReLU);

    /// <summary><c>x·tanh(softplus(x))</c> (Misra 2019).</summary>
    public static Activation Mish { get; } = Known("mish", WeightInit.Kaiming, static _ => nn.Mish());

    /// <summary><c>x·sigmoid(x)</c>, PyTorch's <c>SiLU</c>.</summary>
    public static Activation Swish { get; } = Known("swish", WeightInit.Kaiming, static _ => nn.SiLU());

    /// <summary><c>x·Φ(x)</c>, exact, not by tanh.</summary>
    public static Activation Gelu { get; } = Known("gelu", WeightInit.Default, static _ => nn.GELU());

    /// <summary><c>1/(1 + e⁻ˣ)</c>.</summary>
    public static Activation Sigmoid { get; } = Known("sigmoid", WeightInit.Xavier, static _ => nn.Sigmoid());

    /// <summary>Hyperbolic tangent.</summary>
    public static Activation Tanh { get; } = Known("tanh", WeightInit.Xavier, static _ => nn.Tanh());

    /// <summary>The stable name, as it stands in files: <c>relu</c>, <c>leaky_relu(0.2)</c>.</summary>
    public string Name { get; }

    /// <summary>How the weight of the layer before it starts.</summary>
    public WeightInit Init { get; }

    /// <summary>True for <see cref="None"/>.</summary>
    public bool IsNone => _create is null;

    /// <summary>ReLU that lets <paramref name="slope"/> of a negative value through.</summary>
    public static Activation LeakyRelu(double slope = 0.01) =>
        new(string.Create(CultureInfo.InvariantCulture, $"leaky_relu({slope})"), WeightInit.Kaiming, inPlace => nn.LeakyReLU(slope, inPlace));

    /// <summary>Finds the activation of a <see cref="Name"/>.</summary>
    /// <exception cref="ArgumentException">The name is not known.</exception>
    public static Activation Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (s_known.TryGetValue(name, out var known)) return known;

        const string leaky = "leaky_relu(";
        if (name.StartsWith(leaky, StringComparison.Ordinal) && name.EndsWith(')') &&
            double.TryParse(name.AsSpan(leaky.Length..^1), NumberStyles.Float, CultureInfo.InvariantCulture, out var slope))
        {
            return LeakyRelu(slope);
        }

        throw new ArgumentException(
            $"\"{name}\" is no activation. Known are {string.Join(", ", s_known.Keys)} and leaky_relu(slope).", nameof(name));
    }

    /// <summary>Makes a new layer of it.</summary>
    /// <param name="inPlace">
    /// The result may overwrite the input. Only ReLU and leaky ReLU do so (the others need their input for the gradient); only for a
    /// layer whose input nobody else reads, as after a convolution or a norm.
    /// </param>
    /// <exception cref="InvalidOperationException">It is <see cref="None"/>.</exception>
    public TensorModule Create(bool inPlace = false) =>
        _create?.Invoke(inPlace) ?? throw new InvalidOperationException("Activation.None has no layer: look at IsNone first.");

    /// <inheritdoc/>
    public bool Equals(Activation? other) => other is not null && other.Name == Name;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Activation);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The <see cref="Name"/>.</summary>
    public override string ToString() => Name;

    private static Activation Known(string name, WeightInit init, Func<bool, TensorModule>? create) => s_known[name] = new(name, init, create);

    private sealed class JsonName : JsonConverter<Activation>
    {
        public override Activation Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return Parse(reader.GetString() ?? "null");
            }
            catch (ArgumentException error)
            {
                throw new JsonException(error.Message, error);
            }
        }

        public override void Write(Utf8JsonWriter writer, Activation value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
    }
}
