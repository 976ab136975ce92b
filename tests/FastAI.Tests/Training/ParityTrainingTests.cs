using Xunit;

namespace FastAI.Tests.Training;

/// <summary>No case is left out in silence.</summary>
public class ParityTrainingTests
{
    // One entry for each op whose cases a test of this folder runs; those of the parity runner are run by its own theory.
    private static readonly string[] OpsRun =
    [
        "learner.events", "learner.param_flags", "learner.fit", "learner.get_preds", "learner.validate", "learner.predict",
        "sched.suggest", "optim.trajectory", "optim.freeze", "loss.value", "metric.value", "metric.losses",
    ];

    [Fact]
    public void Every_op_is_run_or_listed_with_a_reason()
    {
        var all = ParityTraining.Suites.SelectMany(Cases).Select(test => test.Op).Distinct();

        var here = OpsRun.Concat(ParityTraining.OpsNotBuilt.Keys).ToArray();
        Assert.Equal(all.Order(), here.Concat(all.Where(op => OpSet.Find(op) is not null)).Order());
    }

    [Fact]
    public void Every_case_listed_exists_and_belongs_to_an_op_that_is_run()
    {
        var cases = ParityTraining.Suites.SelectMany(Cases).ToDictionary(test => test.Id, test => test.Op);

        Assert.All(ParityTraining.CasesNotBuilt.Keys, id => Assert.Contains(cases[id], OpsRun));
    }

    [Fact]
    public void At_least_a_hundred_cases_are_run()
    {
        var run = ParityTraining.Suites.SelectMany(Cases).Where(test => (OpsRun.Contains(test.Op) || OpSet.Find(test.Op) is not null) && ParityTraining.WhyNot(test.Id, test.Op) is null).CountBy(test => test.Op).ToArray();

        TestContext.Current.SendDiagnosticMessage(string.Join(", ", run.Select(op => $"{op.Key} {op.Value}")));
        Assert.True(run.Sum(op => op.Value) >= 100, string.Join(", ", run.Select(op => $"{op.Key} {op.Value}")));
    }

    private static IEnumerable<ParityCase> Cases(string suite) => ParityCases.Of(suite).Select(row => ParityCases.Get(suite, row.Data));
}
