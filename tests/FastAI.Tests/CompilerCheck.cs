using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace FastAI.Tests;

/// <summary>Compiles a program against the library as a user would, to show what can and what cannot be written.</summary>
internal static class CompilerCheck
{
    private const string Usings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using FastAI;
        global using FastAI.Vision;
        global using static FastAI.Vision.Prelude;
        """;

    private static readonly Lazy<MetadataReference[]> References = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))]);

    /// <summary>Asserts that top-level statements compile.</summary>
    public static void Compiles(string program) => Assert.Empty(Errors(program).Select(error => error.ToString()));

    /// <summary>Asserts that the compiler refuses top-level statements with this error, and no other.</summary>
    public static void Refuses(string program, string id) => Assert.Equal([id], Errors(program).Select(error => error.Id).Distinct());

    private static Diagnostic[] Errors(string program)
    {
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable);
        var parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        var compilation = CSharpCompilation.Create(
            "Snippet", [CSharpSyntaxTree.ParseText(Usings, parse), CSharpSyntaxTree.ParseText(program, parse)], References.Value, options);
        return [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
    }
}
