using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Tests.Dataflow;

/// <summary>Tests what a part of a value stands for: an element, a task's result, a member of a tuple.</summary>
public class PartsTests
{
    private static readonly FlowContext s_connections = FlowRun.Context(ResourceKind.Connection);
    private static readonly Compilation s_compilation = s_connections.Symbols.Compilation;
    private static readonly INamedTypeSymbol s_connection = s_connections.Symbols.ConnectionMultiplexer;
    private static readonly INamedTypeSymbol s_database = Type("StackExchange.Redis.IDatabase");
    private static readonly INamedTypeSymbol s_object = s_compilation.GetSpecialType(SpecialType.System_Object);
    private static readonly PointsTo s_all = Enum.GetValues<AliasKind>().Aggregate(PointsTo.Empty, (all, kind) => all.Union(PointsTo.Of((int)kind, kind)));

    private readonly Parts _connections = new(s_connections.Resource);
    private readonly Parts _batches = new(FlowRun.Context(ResourceKind.Batch).Resource);
    private readonly Parts _locks = new(FlowRun.Context(ResourceKind.Lock).Resource);
    private readonly Parts _replies = new(FlowRun.Context(ResourceKind.PooledReply).Resource);

    [Fact]
    public void TheResultOfATask_IsTheResource_OrTheAnswer()
    {
        Assert.Equal("Owner of Task, Collection, Winner", Tell(_connections.Result(s_all)));
        Assert.Equal("Answer of Task, Collection, Winner", Tell(_locks.Result(s_all)));
    }

    [Fact]
    public void AnswersArePassedOn_WhereTheyAreWaitedFor()
    {
        Assert.Equal("", Tell(_connections.PassedOn(s_all)));
        Assert.Equal("Pending", Tell(_batches.PassedOn(s_all)));
    }

    [Fact]
    public void AnElementOfACollection_MayBeAnyOfIt()
    {
        Assert.Equal("Collection", Tell(_connections.ElementOf(s_all, s_object)));
        Assert.Equal("Collection, View", Tell(_connections.ElementOf(s_all, s_database)));
        Assert.Equal("Collection, Pending", Tell(_batches.ElementOf(s_all, s_object)));
        Assert.Equal("Collection, View, Pending", Tell(_replies.ElementOf(s_all, Type("System.ReadOnlyMemory`1"))));
    }

    [Fact]
    public void AMemberOfAView_IsAView_ByItsType()
    {
        Assert.Equal("View", Tell(_connections.ViewIn(s_database, s_all)));
        Assert.Equal("", Tell(_connections.ViewIn(s_object, s_all)));
        Assert.Equal("", Tell(_connections.ViewIn(null, s_all)));
    }

    [Fact]
    public void APartOfATuple_IsToldByItsType()
    {
        INamedTypeSymbol one = Tuple(s_connection, s_database, s_object);
        INamedTypeSymbol two = Tuple(s_connection, s_connection);

        Assert.Equal("Owner, Task, Owner of Collection", Tell(_connections.PartOf(s_all, one, s_connection)));
        Assert.Equal("Owner, Task, Collection", Tell(_connections.PartOf(s_all, two, s_connection)));
        Assert.Equal("Owner, Task, Owner of Collection", Tell(_connections.PartOf(s_all, one, Type("System.Threading.Tasks.Task`1").Construct(s_connection))));
        Assert.Equal("View of Owner, View of Collection, View", Tell(_connections.PartOf(s_all, one, s_database)));
        Assert.Equal("", Tell(_connections.PartOf(s_all, one, s_object)));
        Assert.Equal("", Tell(_connections.PartOf(s_all, one, null)));
        Assert.Equal("Pending", Tell(_batches.PartOf(s_all, one, s_object)));
    }

    private static INamedTypeSymbol Type(string name) => s_compilation.GetTypeByMetadataName(name)!;

    private static INamedTypeSymbol Tuple(params ITypeSymbol[] elements) => s_compilation.CreateTupleTypeSymbol([.. elements]);

    /// <summary>The kinds of what is there, and what each was before: its number.</summary>
    private static string Tell(PointsTo value)
        => string.Join(", ", value.Aliases.OrderBy(alias => alias.Obligation).Select(alias => (AliasKind)alias.Obligation == alias.Kind ? $"{alias.Kind}" : $"{alias.Kind} of {(AliasKind)alias.Obligation}"));
}
