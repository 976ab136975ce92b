using Xunit;

namespace FastAI.Tests;

/// <summary>Every case whose op the runner knows, and the list of those that are not right yet.</summary>
public class ParityRunnerTests
{
    /// <summary>Cases that fail in the runner, with the reason; each has to leave this list as soon as it passes.</summary>
    private static readonly Dictionary<string, string> s_notYet = new()
    {
        ["data.int_to_float.mask-div"] = "a mask has no element type",
        ["data.loader.larger-drop"] = "a first batch is kept although it is not full",
        ["data.dataloaders.small"] = "a first batch is kept although it is not full",
        ["data.loader.iterable"] = "no loader over items that can only be gone through",
        ["data.loader.iterable-n"] = "no loader over items that can only be gone through",
        ["data.loader.skip"] = "an item that is left out makes its batch smaller; the next one is not taken in its place",
        ["data.tfmd_lists.overlap"] = "nothing counts the items that two sets share",
        ["sched.combined_cos.pct-1"] = "position 1 is the middle value; the reference gives no number, and does not call that a quirk",
        ["sched.fit.one-cycle-start-epoch"] = "a fit cannot begin at a later epoch",
        ["sched.fit.flat-cos-default"] = "no FitFlatCos",
        ["sched.fit.flat-cos-options"] = "no FitFlatCos",
        ["sched.fit.flat-cos-start-epoch"] = "no FitFlatCos",
        ["sched.fit.sgdr-2"] = "no FitSgdr",
        ["sched.fit.sgdr-late-restart"] = "no FitSgdr",
        ["sched.fit.sgdr-mult-1"] = "no FitSgdr",
        ["layers.activation.sigmoid"] = "a sigmoid clamped by 1e-7, a function of fastai's old losses",
        ["optim.set_hyper.list"] = "rates are one number or a slice",
        ["optim.set_hyper.list-wrong"] = "rates are one number or a slice",
    };

    public static TheoryData<string, string> Cases
        => [.. Known().Where(known => !s_notYet.ContainsKey(known.Test.Id)).Select(known => (known.Suite, known.Test.Id))];

    public static TheoryData<string> NotYet => [.. s_notYet.Keys];

    [Theory, NoTensorLeaks, MemberData(nameof(Cases))]
    public void Agrees_with_fastai_or_differs_on_purpose(string suite, string id)
    {
        var result = CaseRunner.Run(ParityCases.Get(suite, id), Deviations.OfThisProgram);

        Assert.True(result.Outcome != Outcome.Failed, $"{result.Message}\ngot {result.Got}");
    }

    [Theory, MemberData(nameof(NotYet))]
    public void What_is_not_right_yet_is_listed_only_as_long_as_it_is_so(string id)
    {
        var test = Assert.Single(Known(), known => known.Test.Id == id).Test;

        Assert.Equal(Outcome.Failed, CaseRunner.Run(test, Deviations.OfThisProgram).Outcome);
    }

    [Fact]
    public void Every_deviation_names_quirks_that_exist_and_their_reason()
    {
        var all = ParityCases.Suites.SelectMany(ParityCases.All).ToDictionary(test => test.Id);

        Assert.All(Deviations.OfThisProgram.Rules, rule =>
        {
            Assert.NotEmpty(rule.GetProperty("reason").GetString()!);
            Assert.All(rule.GetProperty("ids").EnumerateArray(), id => Assert.True(all[id.GetString()!].IsQuirk, id.GetString()));
        });
    }

    [Fact]
    public void A_case_that_is_no_quirk_is_never_skipped()
    {
        var skipped = Known().Select(known => CaseRunner.Run(known.Test, Deviations.OfThisProgram)).Where(result => result.Outcome == Outcome.Skipped);

        Assert.All(skipped, result => Assert.True(result.Test.IsQuirk, result.Test.Id));
    }

    [Fact]
    public void An_op_that_is_not_known_fails()
    {
        using var json = System.Text.Json.JsonDocument.Parse("""{"id":"a.b.c","op":"a.b","args":{"quirk":true},"in":{},"out":{"raises":true}}""");

        var result = CaseRunner.Run(new ParityCase(json.RootElement), Deviations.OfThisProgram);

        Assert.Equal(Outcome.Failed, result.Outcome);
        Tokens.AssertIn(result.Message, "a.b.c", "not known");
    }

    private static IEnumerable<(string Suite, ParityCase Test)> Known()
        => ParityCases.Suites.SelectMany(suite => ParityCases.All(suite).Where(test => OpSet.Find(test.Op) is not null).Select(test => (suite, test)));
}
