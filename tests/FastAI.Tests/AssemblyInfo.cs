using Xunit.Sdk;
using Xunit.v3;

// Live tensors are counted by process, and libtorch uses every core by itself.
[assembly: Parallelization(Mode = ParallelMode.None)]
