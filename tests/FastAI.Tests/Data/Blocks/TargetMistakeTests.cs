using Xunit;

namespace FastAI.Tests.Blocks;

/// <summary>Mistakes about inputs and targets that the compiler finds.</summary>
public class TargetMistakeTests
{
    private const string Pets =
        """
        var pets = DataBlock.Create(
            ImageBlock(), Block.Of(CategoryBlock(), CategoryBlock()),
            getItems: GetImageFiles, getY: file => (ParentLabel(file), file));
        using var dls = pets.DataLoaders(".");
        using var batch = dls.Train.OneBatch();

        """;

    [Theory]
    [InlineData("""var block = DataBlock.OfItems(RegressionBlock(), (Row row) => row["grade"], (Row row) => row.Number("x"), (Row row) => row["grade"]);""")]
    [InlineData("""var block = DataBlock.OfItems(RegressionBlock(), "grade", (Row row) => row.Number("x"), (Row row) => row["grade"]);""")]
    public void D02_a_target_without_its_kind_does_not_compile(string program) => CompilerCheck.Refuses(program, "CS0411");

    [Fact]
    public void D02_a_target_with_its_kind_compiles()
        => CompilerCheck.Compiles("""var block = DataBlock.OfItems(RegressionBlock(), new CategoryBlock<int>(), (Row row) => row.Number("x"), (Row row) => row.Integer("grade"));""");

    [Fact]
    public void D03_a_single_text_is_no_collection_of_labels()
    {
        CompilerCheck.Refuses("""DataBlock.Create(ImageBlock(), MultiCategoryBlock(), getItems: GetImageFiles, getY: file => "cat");""", "CS0411");
        CompilerCheck.Refuses(
            """
            DataBlock.Create(ImageBlock(), MultiCategoryBlock(), getItems: GetImageFiles, getY: Labels);
            static IReadOnlyCollection<string> Labels(string file) => "cat";
            """,
            "CS0029");
        CompilerCheck.Compiles("""DataBlock.Create(ImageBlock(), MultiCategoryBlock(), getItems: GetImageFiles, getY: file => new[] { "cat" });""");
        CompilerCheck.Compiles("""DataBlock.Create(ImageBlock(), MultiCategoryBlock(), getItems: GetImageFiles, getY: file => new List<string> { ParentLabel(file) });""");
    }

    [Fact]
    public void D08_loaders_of_two_inputs_do_not_fit_a_model_of_one()
    {
        CompilerCheck.Refuses(
            """
            var block = DataBlock.Create(
                Block.Of(ImageBlock(), CategoryBlock()), CategoryBlock(),
                getItems: GetImageFiles, getX: (string file) => (file, file), getY: file => ParentLabel(file));
            using var dls = block.DataLoaders(".");
            using var learn = VisionLearner(dls, XResnet18);
            """,
            "CS1503");
        CompilerCheck.Compiles(Pets + "using var learn = VisionLearner(dls, XResnet18);");
    }

    [Theory]
    [InlineData("foreach ((Image image, (Category first, Category second, Category third)) in dls.Decode(batch)) { }", "CS8132")]
    [InlineData("foreach (var (image, label) in dls.Decode(batch)) { Category category = label; }", "CS0029")]
    [InlineData("foreach ((Image image, Category first, Category second) in dls.Decode(batch)) { }", "CS8132")]
    public void D09_a_sample_taken_apart_wrongly_does_not_compile(string statement, string id) => CompilerCheck.Refuses(Pets + statement, id);

    [Fact]
    public void D09_a_sample_taken_apart_rightly_compiles()
        => CompilerCheck.Compiles(Pets + "foreach (var (image, (first, second)) in dls.Decode(batch)) { Category category = second; }");
}
