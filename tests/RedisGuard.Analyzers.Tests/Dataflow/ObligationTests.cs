using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RedisGuard.Analyzers.Dataflow;

namespace RedisGuard.Analyzers.Tests.Dataflow;

/// <summary>The evidence of one acquiring call: each place counts once, however often a graph visits it.</summary>
public class ObligationTests
{
    private static readonly FlowCode Code = new("object one = first; object two = second; System.Console.WriteLine(one); System.Console.WriteLine(two);");
    private static readonly SyntaxNode[] Calls = Code.Nodes(SyntaxKind.InvocationExpression);

    private readonly Obligation _obligation = new(4, Calls[0], helper: null);

    [Fact]
    public void AFreshOne_HasNoEvidence()
    {
        Assert.Equal((4, Calls[0]), (_obligation.Number, _obligation.Acquisition));
        Assert.Null(_obligation.Helper);
        Assert.Null(_obligation.Holder);
        Assert.Empty(_obligation.Escapes);
        Assert.Empty(_obligation.Releases);
        Assert.Empty(_obligation.Subscriptions);
        Assert.Empty(_obligation.Uses);
        Assert.Empty(_obligation.Leaks);
        Assert.Empty(_obligation.OpenEnds);
        Assert.False(_obligation.HasEscaped);
        Assert.False(_obligation.HasAliases);
    }

    [Fact]
    public void APlace_CountsOnce()
    {
        _obligation.AddRelease(Calls[0]);
        _obligation.AddRelease(Calls[0]);
        _obligation.AddEscape(new Escape(EscapeKind.Return, AliasKind.Owner, null, Calls[1]));
        _obligation.AddEscape(new Escape(EscapeKind.Argument, AliasKind.Owner, null, Calls[1]));
        _obligation.AddLeak(LeakKind.Exit);
        _obligation.AddLeak(LeakKind.Exit);
        _obligation.AddOpenEnd(new OpenEnd(LeakKind.Exit, ObligationStatus.Open, null, IsReturn: false));
        _obligation.AddOpenEnd(new OpenEnd(LeakKind.Exit, ObligationStatus.Open, null, IsReturn: false));

        Assert.Single(_obligation.Releases);
        Assert.Equal(EscapeKind.Return, Assert.Single(_obligation.Escapes).Kind);
        Assert.Single(_obligation.Leaks);
        Assert.Single(_obligation.OpenEnds);
    }

    [Fact]
    public void ASubscription_CountsOnce()
    {
        _obligation.AddSubscription(Calls[1]);
        _obligation.AddSubscription(Calls[1]);

        Assert.Equal([Calls[1]], _obligation.Subscriptions);
    }

    [Fact]
    public void AUseOnSeveralWays_IsOneWithAllThatMayHaveBeen()
    {
        _obligation.AddUse(new Use(UseKind.Call, AliasKind.Owner, ObligationStatus.Open, null, Calls[0]));
        _obligation.AddUse(new Use(UseKind.Call, AliasKind.Owner, ObligationStatus.Released, null, Calls[0]));
        _obligation.AddUse(new Use(UseKind.Wait, AliasKind.Owner, ObligationStatus.Open, null, Calls[0]));
        _obligation.AddUse(new Use(UseKind.Call, AliasKind.View, ObligationStatus.Open, null, Calls[0]));
        _obligation.AddUse(new Use(UseKind.Call, AliasKind.Owner, ObligationStatus.Open, null, Calls[1]));

        Assert.Equal(4, _obligation.Uses.Count);
        Assert.Equal(
            ObligationStatus.Open | ObligationStatus.Released,
            _obligation.Uses.Single(use => use is { Kind: UseKind.Call, Alias: AliasKind.Owner } && use.Syntax == Calls[0]).Status);
    }

    [Theory]
    [InlineData((int)AliasKind.Owner, true)]
    [InlineData((int)AliasKind.Task, true)]
    [InlineData((int)AliasKind.Delegate, true)]
    [InlineData((int)AliasKind.View, false)]
    [InlineData((int)AliasKind.Pending, false)]
    public void HasEscaped_WhereMoreThanAViewLeft(int alias, bool hasEscaped)
    {
        _obligation.AddEscape(new Escape(EscapeKind.Argument, (AliasKind)alias, null, Calls[0]));

        Assert.Equal(hasEscaped, _obligation.HasEscaped);
    }

    [Fact]
    public void IsKeptElsewhere_WhereItLeftInAnotherWay()
    {
        Assert.False(_obligation.IsKeptElsewhere(EscapeKind.Return));
        _obligation.AddEscape(new Escape(EscapeKind.Return, AliasKind.Owner, null, Calls[0]));
        Assert.False(_obligation.IsKeptElsewhere(EscapeKind.Return));
        _obligation.AddEscape(new Escape(EscapeKind.Member, AliasKind.Owner, null, Calls[1]));
        Assert.True(_obligation.IsKeptElsewhere(EscapeKind.Return));
    }

    [Fact]
    public void TheFirstVariable_IsItsHolder_AndASecondAnAlias()
    {
        var one = (ILocalSymbol)Code["one"];
        _obligation.HeldBy(one);
        _obligation.HeldBy(one);
        Assert.False(_obligation.HasAliases);

        _obligation.HeldBy((ILocalSymbol)Code["two"]);

        Assert.True(_obligation.HasAliases);
        Assert.Equal(one, _obligation.Holder, SymbolEqualityComparer.Default);
    }

    [Fact]
    public void ATable_KnowsACallByItsPlace()
    {
        var table = new ObligationTable();
        Obligation first = table.GetOrAdd(Calls[0]);
        Obligation second = table.GetOrAdd(Calls[1]);

        Assert.Same(first, table.GetOrAdd(Calls[0]));
        Assert.Equal((0, 1), (first.Number, second.Number));
        Assert.Same(second, table[1]);
        Assert.Equal([first, second], table.All);
    }
}
