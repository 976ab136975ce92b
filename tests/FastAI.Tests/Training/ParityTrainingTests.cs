using Xunit;

namespace FastAI.Tests.Training;

/// <summary>No case is left out in silence.</summary>
public class ParityTrainingTests
{
    // One entry for each op whose cases a test of this folder runs.
    private static readonly string[] OpsRun =
    [
        "learner.events", "learner.param_flags", "learner.fit", "learner.get_preds", "learner.validate", "learner.predict",
        "sched.value", "sched.combine", "sched.combined_cos", "sched.fit", "sched.lr_find", "sched.suggest",
        "optim.trajectory", "optim.set_hyper", "optim.freeze", "loss.value", "metric.value", "metric.losses",
    ];

    [Fact]
    public void Every_op_is_run_or_listed_with_a_reason()
    {
        var all = ParityTraining.Suites.SelectMany(Cases).Select(test => test.Op).Distinct();

        Assert.Equal(all.Order(), OpsRun.Concat(ParityTraining.OpsNotBuilt.Keys).Order());
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
        var run = ParityTraining.Suites.SelectMany(Cases).Where(test => ParityTraining.WhyNot(test.Id, test.Op) is null).CountBy(test => test.Op).ToArray();

        TestContext.Current.SendDiagnosticMessage(string.Join(", ", run.Select(op => $"{op.Key} {op.Value}")));
        Assert.True(run.Sum(op => op.Value) >= 100, string.Join(", ", run.Select(op => $"{op.Key} {op.Value}")));
    }

    private static IEnumerable<ParityCase> Cases(string suite) => ParityCases.Of(suite).Select(row => ParityCases.Get(suite, row.Data));
}
