using Xunit;

namespace FastAI.Tests.Training;

public class CallbackOrderTests
{
    [Fact]
    public void Callbacks_run_as_registered_where_they_say_nothing()
    {
        using var data = new SmallData();
        using var learn = data.Learn(cbs: [new A(), new B(), new C()]);

        Assert.Equal(["A", "B", "C"], learn.Callbacks.Select(callback => callback.Name));
    }

    [Fact]
    public void What_a_callback_says_of_others_is_met()
    {
        using var data = new SmallData();
        using var learn = data.Learn(cbs: [new A { After = [typeof(C)] }, new B(), new C { Before = [typeof(B)] }]);

        Assert.Equal(["C", "A", "B"], learn.Callbacks.Select(callback => callback.Name));
    }

    [Fact]
    public void Callbacks_of_one_fit_keep_to_it_too()
    {
        using var data = new SmallData();
        var order = new List<string>();
        using var learn = data.Learn(cbs: [new B { After = [typeof(A)], Log = order }]);

        learn.Fit(1, cbs: [new A { Log = order }]);

        Assert.Equal(["A", "B"], order);
        Assert.Equal(["B"], learn.Callbacks.Select(callback => callback.Name));
    }

    [Fact]
    public void A_circle_is_refused_and_names_all_in_it()
    {
        using var data = new SmallData();
        using var learn = data.Learn(cbs: [new A { After = [typeof(C)] }, new B { After = [typeof(A)] }]);

        var message = Assert.Throws<ArgumentException>(() => learn.Add(new C { After = [typeof(B)] })).Message;

        Assert.All((string[])["A after C", "B after A", "C after B"], token => Assert.Contains(token, message, StringComparison.Ordinal));
        Assert.Equal(2, learn.Callbacks.Count);
        learn.Fit(1);
    }

    [Fact]
    public void C09_a_second_one_of_a_type_is_refused_and_the_first_stays()
    {
        using var data = new SmallData();
        var first = new A();
        using var learn = data.Learn(cbs: first);

        var messages = ((Action[])[() => learn.Add(new A()), () => learn.Add(first), () => learn.Fit(1, cbs: [new A()]), () => learn.Fit(1, cbs: [new B(), new B()])])
            .Select(add => Assert.Throws<InvalidOperationException>(add).Message).ToArray();

        Assert.All(messages[..3], message => Assert.All((string[])["A", "already", "Replace", "Remove"], token => Assert.Contains(token, message, StringComparison.Ordinal)));
        Assert.Same(first, Assert.Single(learn.Callbacks));
    }

    [Fact]
    public void C09_the_same_object_is_refused_even_where_several_of_its_type_are_allowed()
    {
        using var data = new SmallData();
        var hook = new EveryHook((_, _) => { });
        using var learn = data.Learn(cbs: [hook, new EveryHook((_, _) => { })]);

        Assert.Throws<InvalidOperationException>(() => learn.Add(hook));
    }

    [Fact]
    public void C09_replacing_leaves_one()
    {
        using var data = new SmallData();
        var second = new A();
        using var learn = data.Learn(cbs: [new A(), new B()]);

        learn.Replace(second);

        Assert.Equal(2, learn.Callbacks.Count);
        Assert.Contains(second, learn.Callbacks);
    }

    private abstract class Base : Callback
    {
        public IReadOnlyList<Type> After { get; init; } = [];
        public IReadOnlyList<Type> Before { get; init; } = [];
        public List<string> Log { get; init; } = [];
        public override IReadOnlyList<Type> RunAfter => After;
        public override IReadOnlyList<Type> RunBefore => Before;
        public override void BeforeFit(Learner learn) => Log.Add(Name);
    }

    private sealed class A : Base;

    private sealed class B : Base;

    private sealed class C : Base;
}
