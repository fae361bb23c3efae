using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Registrations;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Registrations;

/// <summary>A file that surely has no value of a type isn't bound for it: an editor waits for each that is.</summary>
public class TypeMentionsTests
{
    private const string Type = "namespace Shop { public class Kept { public Kept Open() => this; public static Kept Only { get; } = new(); } public class Other { public Kept Made => new(); } }";

    [Theory]
    [InlineData("class File { object First(Shop.Kept kept) => kept; }", true)]
    [InlineData("class File { object First(Shop.Other other) => other.Made; }", true)]
    [InlineData("using static Shop.Kept; class File { object First() => Only; }", true)]
    [InlineData("class File { object First() => this; }", false)]
    [InlineData("class File { void Open() { } void First() => Open(); }", false)]
    [InlineData("class File { void First(object unMade) { } /* Made */ }", false)]
    [InlineData("class File { object Made() => this; }", false)]
    [InlineData("namespace Kept.Files { class File { } }", false)]
    [InlineData("namespace Far { class Kept { } class File { Kept First() => new(); } }", false)]
    public void AFile_MayHaveAValueOfTheType(string file, bool may)
    {
        var compilation = Analysis.Compile(Type, new TestSetup(), Library.Newest);
        var asked = Analysis.Parse(file, new TestSetup(), "File.cs");
        compilation = compilation.AddSyntaxTrees(asked);
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

        var mentions = TypeMentions.Of(compilation.GetTypeByMetadataName("Shop.Kept")!, compilation, TestContext.Current.CancellationToken);

        Assert.Equal(may, mentions.MayBeGivenIn(asked, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void ADerivedType_GivesWhatItsBaseReturnsOfItself()
    {
        var compilation = Analysis.Compile(Type + " namespace Shop { public class Derived : Kept { } }", new TestSetup(), Library.Newest);
        var asked = Analysis.Parse("class File { object First(Shop.Derived derived) => derived.Open(); }", new TestSetup(), "File.cs");
        compilation = compilation.AddSyntaxTrees(asked);

        var mentions = TypeMentions.Of(compilation.GetTypeByMetadataName("Shop.Kept")!, compilation, TestContext.Current.CancellationToken);

        Assert.True(mentions.MayBeGivenIn(asked, TestContext.Current.CancellationToken));
    }
}
