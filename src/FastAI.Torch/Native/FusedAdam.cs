using System.Runtime.InteropServices;
using TorchSharp;

namespace FastAI;

/// <summary>libtorch's fused Adam step over many tensors, in one native call; TorchSharp binds only single operations.</summary>
/// <remarks>
/// Called by its C++ name, which is that of the Itanium ABI (Linux, macOS): a list of tensors is an <c>ArrayRef</c>, a pointer and a length by value,
/// and an <c>at::Tensor</c> is one pointer. Elsewhere, or where a library lacks the name, <see cref="IsAvailable"/> is false.
/// </remarks>
internal static unsafe class FusedAdam
{
    private const string Decoupled = "_ZN2at4_ops13_fused_adamw_4callEN3c108ArrayRefINS_6TensorEEES5_S5_S5_S5_S5_dddddbbRKSt8optionalIS4_ES9_";
    private const string Coupled = "_ZN2at4_ops12_fused_adam_4callEN3c108ArrayRefINS_6TensorEEES5_S5_S5_S5_S5_dddddbbRKSt8optionalIS4_ES9_";

    private static readonly Lazy<(nint Decoupled, nint Coupled)> Functions = new(Find);

    public static bool IsAvailable => Functions.Value is { Decoupled: not 0, Coupled: not 0 };

    /// <summary>
    /// One step: decay, running averages of gradients and squares, debiased update. All lists are of one length, and all tensors dense, of one float
    /// type and on one device: the caller has checked it, because a native check that fails here ends the process. Gradients must not be recorded.
    /// </summary>
    /// <param name="parameters">The tensors to change.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="averages">Running averages of the gradients.</param>
    /// <param name="squares">Running averages of the squared gradients.</param>
    /// <param name="step">The number of this step, a float32 tensor of one element, on the same device.</param>
    public static void Step(
        ReadOnlySpan<torch.Tensor> parameters, ReadOnlySpan<torch.Tensor> gradients, ReadOnlySpan<torch.Tensor> averages, ReadOnlySpan<torch.Tensor> squares,
        torch.Tensor step, double learningRate, double momentum, double squareMomentum, double weightDecay, double epsilon, bool isDecoupled)
    {
        var count = parameters.Length;
        var pointers = count <= 64 ? stackalloc nint[5 * count] : new nint[5 * count];
        for (var i = 0; i < count; i++)
        {
            pointers[i] = Implementation(parameters[i]);
            pointers[count + i] = Implementation(gradients[i]);
            pointers[2 * count + i] = Implementation(averages[i]);
            pointers[3 * count + i] = Implementation(squares[i]);
            pointers[4 * count + i] = Implementation(step);
        }

        fixed (nint* start = pointers)
        {
            var nothing = default(OptionalTensor);
            var call = (delegate* unmanaged<ArrayRef, ArrayRef, ArrayRef, ArrayRef, ArrayRef, ArrayRef, double, double, double, double, double, byte, byte, OptionalTensor*, OptionalTensor*, void>)
                (isDecoupled ? Functions.Value.Decoupled : Functions.Value.Coupled);
            call(new(start, count), new(start + count, count), new(start + 2 * count, count), new(start + 3 * count, count), default, new(start + 4 * count, count),
                learningRate, momentum, squareMomentum, weightDecay, epsilon, 0, 0, &nothing, &nothing);
        }
    }

    // TorchSharp's handle is a pointer to an at::Tensor, which itself is one pointer.
    private static nint Implementation(torch.Tensor tensor) => *(nint*)tensor.Handle;

    private static (nint, nint) Find()
    {
        if (OperatingSystem.IsWindows()) return default;
        if (LibTorch.Load() is not { Failure: null, LibTorchPath: { } path }) return default;

        var file = OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : "libtorch_cpu.so";
        if (!NativeLibrary.TryLoad(Path.Combine(Path.GetDirectoryName(path)!, file), out var library)) return default;
        return (NativeLibrary.TryGetExport(library, Decoupled, out var decoupled) ? decoupled : 0, NativeLibrary.TryGetExport(library, Coupled, out var coupled) ? coupled : 0);
    }

    private readonly struct ArrayRef(nint* data, int length)
    {
        public readonly nint* Data = data;
        public readonly nint Length = length;
    }

    private struct OptionalTensor
    {
        public nint Tensor;
        public nint HasValue;
    }
}
