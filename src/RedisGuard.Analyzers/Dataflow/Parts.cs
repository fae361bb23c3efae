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
    public Value PassedOn(Value value)
        => _resource.IsReachedThroughViews ? Value.Empty : value.Project(Role.Pending, Role.Pending);

    /// <summary>The resources that a task, or several, give.</summary>
    public static Value Result(Value task) => task.Project(Role.Task, Role.Owner).Union(task.Only(Role.Collection)).Union(task.Only(Role.Winner));

    /// <summary>The part of the resource that an element of a tuple stands for, told by the element's type.</summary>
    public Value PartOf(Value whole, INamedTypeSymbol tuple, ITypeSymbol? type)
    {
        if (_resource.IsView(type))
        {
            return whole.Project(Role.Owner, Role.View).Union(whole.Project(Role.Collection, Role.View)).Union(whole.Only(Role.View));
        }

        if (!_resource.IsResource(type) && !_resource.IsTaskOfResource(type))
        {
            return PassedOn(whole);
        }

        // Of two connections in one tuple, releasing one leaves the other open, and which is which can't be told.
        Role one = _resource.IsSinglePartOf(tuple) ? Role.Owner : Role.Collection;
        return whole.Only(Role.Owner).Union(whole.Project(Role.Collection, one)).Union(whole.Only(Role.Task));
    }

    /// <summary>Whoever has an element of a collection may have any of the resources in it; a part of memory is memory still.</summary>
    public Value ElementOf(Value whole, ITypeSymbol? type)
        => whole.Project(Role.Collection, Role.Collection).Union(PassedOn(whole)).Union(ViewIn(type, whole));

    /// <summary>What a member or element of a view still leads to: <c>GetServers()[0]</c>.</summary>
    public Value ViewIn(ITypeSymbol? type, Value receiver)
        => type is not null && _resource.IsView(type) ? receiver.Project(Role.View, Role.View) : Value.Empty;
}
