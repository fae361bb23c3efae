using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>The parts of a value that stands for several: an element of a collection or a tuple, the result of a task, a member of a view.</summary>
internal sealed class Parts
{
    private readonly ResourceModel _resource;

    public Parts(ResourceModel resource) => _resource = resource;

    /// <summary>
    /// Says for what a collection, a tuple or an element of one stands: the answers in it. Of connections those are let go, as
    /// they only matter where they leave by themselves.
    /// </summary>
    public PointsTo PassedOn(PointsTo value)
        => _resource.IsReachedThroughViews ? PointsTo.Empty : value.Project(AliasKind.Pending, AliasKind.Pending);

    /// <summary>The resources that a task, or several, give.</summary>
    public PointsTo Result(PointsTo task) => task.Project(AliasKind.Task, _resource.IsToldByAnswer ? AliasKind.Answer : AliasKind.Owner).Union(task.Only(AliasKind.Collection)).Union(task.Only(AliasKind.Winner));

    /// <summary>The part of the resource that an element of a tuple stands for, told by the element's type.</summary>
    public PointsTo PartOf(PointsTo whole, INamedTypeSymbol tuple, ITypeSymbol? type)
    {
        if (_resource.IsToldByAnswer)
        {
            return type?.SpecialType == SpecialType.System_Boolean ? whole.Only(AliasKind.Answer).Union(whole.Only(AliasKind.Refusal)) : PointsTo.Empty;
        }

        if (_resource.IsView(type))
        {
            return whole.Project(AliasKind.Owner, AliasKind.View).Union(whole.Project(AliasKind.Collection, AliasKind.View)).Union(whole.Only(AliasKind.View));
        }

        if (!_resource.IsResource(type) && !_resource.IsTaskOfResource(type))
        {
            return PassedOn(whole);
        }

        // Of two connections in one tuple, releasing one leaves the other open, and which is which can't be told.
        AliasKind one = _resource.IsSinglePartOf(tuple) ? AliasKind.Owner : AliasKind.Collection;
        return whole.Only(AliasKind.Owner).Union(whole.Project(AliasKind.Collection, one)).Union(whole.Only(AliasKind.Task));
    }

    /// <summary>Whoever has an element of a collection may have any of the resources in it; a part of memory is memory still.</summary>
    public PointsTo ElementOf(PointsTo whole, ITypeSymbol? type)
        => whole.Project(AliasKind.Collection, AliasKind.Collection).Union(PassedOn(whole)).Union(ViewIn(type, whole));

    /// <summary>What a member or element of a view still leads to: <c>GetServers()[0]</c>.</summary>
    public PointsTo ViewIn(ITypeSymbol? type, PointsTo receiver)
        => type is not null && _resource.IsView(type) ? receiver.Project(AliasKind.View, AliasKind.View) : PointsTo.Empty;
}
