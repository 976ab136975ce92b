using System.Runtime.InteropServices;
using TorchSharp;

namespace FastAI;

/// <summary>Equal for two tensors that are the same elements in memory, seen in the same way; tied parameters, for example.</summary>
/// <remarks>TorchSharp's handles do not tell: some modules make a new one each time they are asked for their weight.</remarks>
internal readonly partial record struct TensorIdentity
{
    private readonly nint _address;
    private readonly string _view;

    private TensorIdentity(nint address, string view) => (_address, _view) = (address, view);

    public static TensorIdentity Of(torch.Tensor tensor)
        => DataAddress(tensor.Handle) is not 0 and var address
            ? new(address, $"{tensor.dtype} [{string.Join(",", tensor.shape)}] [{string.Join(",", tensor.stride())}]")
            : new(tensor.Handle, "");

    [LibraryImport(LibTorchLoader.ShimName, EntryPoint = "THSTensor_data")]
    private static partial nint DataAddress(nint tensor);
}
