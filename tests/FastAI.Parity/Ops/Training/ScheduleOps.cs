using System.Text.Json;

namespace FastAI.Parity;

/// <summary>Schedules at positions, in the suite <c>sched</c>.</summary>
internal static class ScheduleOps
{
    [Op("sched.value")]
    private static OpResult Value(ParityCase test)
    {
        var (start, end) = (test.Arg("start"), test.Arg("end"));
        return Values(test, Scheduling.PerGroup(
            group => Scheduling.Of(test.Word("kind"), Scheduling.At(start, group), Scheduling.At(end, group), test.Number("power")), start, end));
    }

    [Op("sched.combine")]
    private static OpResult Combine(ParityCase test)
        => Values(test, [Schedules.Combine([.. test.Numbers("pcts")!.Zip(test.Arg("scheds").EnumerateArray().Select(Scheduling.Of))])]);

    [Op("sched.combined_cos")]
    private static OpResult CombinedCosine(ParityCase test)
    {
        JsonElement start = test.Arg("start"), middle = test.Arg("middle"), end = test.Arg("end");
        Schedule Of(int group) => Schedules.CombinedCosine(
            test.Double("pct"), Scheduling.At(start, group), Scheduling.At(middle, group), Scheduling.At(end, group));
        return Values(test, Scheduling.PerGroup(Of, start, middle, end));
    }

    private static OpResult Values(ParityCase test, Schedule[] schedules)
    {
        double[] positions = [.. test.In("pos").EnumerateArray().Select(ParityTensor.ToDouble)];
        return new(("values", schedules.Length == 1
            ? positions.Select(position => schedules[0](position)).ToArray()
            : positions.Select(position => schedules.Select(schedule => schedule(position)).ToArray()).ToArray()));
    }
}
