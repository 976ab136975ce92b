namespace FastAI.Parity;

/// <summary>Rates over groups, in the suite <c>optim</c>.</summary>
internal static class OptimizerOps
{
    [Op("optim.set_hyper")]
    private static OpResult SetHyper(ParityCase test) => new(("values", Scheduling.RateOf(test, "value")!.Value.For(test.Int("n_groups"))));
}
