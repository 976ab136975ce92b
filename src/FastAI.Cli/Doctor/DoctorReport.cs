using System.Text.Json;
using Spectre.Console;

namespace FastAI.Cli;

/// <summary>Shows what the doctor found.</summary>
internal static class DoctorReport
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary><c>{ "ok": …, "checks": [ { "group", "name", "value", "status", "fix" } ] }</c>.</summary>
    public static string Json(IReadOnlyList<DoctorResult> results)
        => JsonSerializer.Serialize(new { ok = results.All(result => result.Status != DoctorStatus.Problem), checks = results }, Indented);

    public static void Write(IReadOnlyList<DoctorResult> results, IAnsiConsole console)
    {
        var nameWidth = results.Max(result => result.Name.Length);
        foreach (var group in results.GroupBy(result => result.Group))
        {
            console.Write(new Text(group.Key, new Style(decoration: Decoration.Bold)));
            console.WriteLine();
            var grid = new Grid().AddColumn(new GridColumn().NoWrap().Padding(2, 0, 2, 0)).AddColumn(new GridColumn().NoWrap().Width(nameWidth)).AddColumn();
            foreach (var result in group) grid.AddRow(Mark(result.Status), new Text(result.Name), new Text(result.Value));
            console.Write(grid);
            console.WriteLine();
        }

        var problems = results.Where(result => result.Status == DoctorStatus.Problem).ToList();
        console.WriteLine(problems.Count switch { 0 => "Nothing is wrong.", 1 => "1 problem:", var count => $"{count} problems:" });
        foreach (var problem in problems)
        {
            console.Write(new Text($"{problem.Name}: {problem.Value}", new Style(Color.Red)));
            console.WriteLine();
            console.WriteLine($"  {problem.Fix}");
        }

        foreach (var note in results.Where(result => result.Status != DoctorStatus.Problem && result.Fix is not null))
            console.WriteLine($"{note.Name}: {note.Fix}");
    }

    private static Text Mark(DoctorStatus status) => status switch
    {
        DoctorStatus.Ok => new("ok", new Style(Color.Green)),
        DoctorStatus.Info => new("-", new Style(Color.Grey)),
        _ => new("!!", new Style(Color.Red, decoration: Decoration.Bold)),
    };
}
