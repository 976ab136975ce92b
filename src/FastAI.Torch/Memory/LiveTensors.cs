using System.Runtime.CompilerServices;
using TorchSharp;

namespace FastAI;

/// <summary>Counts the tensors that were made and have not been disposed, over all threads that take part.</summary>
/// <remarks>
/// <para>TorchSharp has two counts, and neither is this one. <c>DisposeScopeManager.Statistics</c> is right but belongs to one thread: a tensor
/// made by a worker and disposed by the training loop is +1 on the one and −1 on the other. <c>Tensor.TotalCount</c> is of the whole
/// process but goes up by two for a parameter, which gives back one, and goes down when the garbage collector takes a tensor.</para>
/// <para>Here the threads' counts are added. A thread takes part from its first call of <see cref="TrackThisThread"/> on; the library's
/// own workers call it. A tensor that nobody disposed and the garbage collector took still counts, so that a leak is seen however the
/// collector ran.</para>
/// </remarks>
public static class LiveTensors
{
    private static readonly Lock Gate = new();
    private static readonly List<(WeakReference<Thread> Thread, ThreadDisposeScopeStatistics Counts)> Tracked = [];
    private static long s_ofEndedThreads;

    [ThreadStatic]
    private static bool t_isTracked;

    /// <summary>Number of tensors made and not disposed, on the threads that take part (the calling one does by calling this).</summary>
    /// <remarks>Exact while no other thread is making or disposing tensors. Negative where tensors of a thread that does not take part
    /// were disposed on one that does.</remarks>
    public static long Count
    {
        get
        {
            TrackThisThread();
            lock (Gate)
            {
                ForgetEndedThreads();
                return s_ofEndedThreads + Tracked.Sum(thread => thread.Counts.TensorStatistics.ThreadTotalLiveCount);
            }
        }
    }

    /// <summary>Counts the tensors that the calling thread makes and disposes, from its first tensor on. Calling it again costs next to nothing.</summary>
    public static void TrackThisThread()
    {
        if (t_isTracked) return;
        t_isTracked = true;
        Track(Thread.CurrentThread);
    }

    // DisposeScopeManager's initialisation touches nothing native.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Track(Thread thread)
    {
        lock (Gate)
        {
            // Every epoch has new workers: the list holds only threads that live.
            ForgetEndedThreads();
            Tracked.Add((new(thread), DisposeScopeManager.Statistics));
        }
    }

    // The counts outlive their thread, and are summed up once it has ended.
    private static void ForgetEndedThreads()
    {
        for (var i = Tracked.Count - 1; i >= 0; i--)
        {
            if (Tracked[i].Thread.TryGetTarget(out var thread) && thread.IsAlive) continue;
            s_ofEndedThreads += Tracked[i].Counts.TensorStatistics.ThreadTotalLiveCount;
            Tracked.RemoveAt(i);
        }
    }
}
