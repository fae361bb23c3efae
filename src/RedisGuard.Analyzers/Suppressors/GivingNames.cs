using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Suppressors;

/// <summary>
/// Turns a call away by its name, or by binding it alone. Most reports of a disposal analyzer are about other things than Redis, and to see that
/// by binding the body around each anew costs more than all else that a suppressor does.
/// </summary>
internal sealed class GivingNames
{
    private readonly Dictionary<string, bool?> _known = new(StringComparer.Ordinal);
    private readonly OwnershipIndex _index;
    private readonly ResourceModel[] _resources;

    public GivingNames(OwnershipIndex index, IEnumerable<ResourceKind> kinds)
    {
        _index = index;
        _resources = kinds.Select(kind => index.Symbols.Model[kind]).ToArray();
    }

    /// <summary>Tells whether a call may give a resource.</summary>
    public bool Contain(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        if (WrittenNames.NameOf(call.Expression) is not { } name)
        {
            return true;
        }

        if (!_known.TryGetValue(name, out bool? gives))
        {
            gives = MayGive(name, cancellationToken);
            _known.Add(name, gives);
        }

        return gives ?? (model.MethodAlone(call) is not { } called || Gives(called));
    }

    /// <summary>Tells by what the compilation declares with the name; null where it declares nothing so.</summary>
    private bool? MayGive(string name, CancellationToken cancellationToken)
    {
        // What the first pass on, another call has given.
        if (name is "ConfigureAwait" or "GetAwaiter" or "GetResult" or "AsTask" or "nameof")
        {
            return false;
        }

        if (_index.Symbols.Model.MayAcquire(name))
        {
            return true;
        }

        ISymbol[] declared = _index.Symbols.Compilation.GetSymbolsWithName(name, SymbolFilter.Member, cancellationToken).ToArray();
        return declared.Length == 0 ? null : declared.Any(member => member is not IMethodSymbol method || Gives(method));
    }

    private bool Gives(IMethodSymbol method)
        => OwnershipAttributes.MustDispose(method) || _resources.Any(resource => resource.IsListed(method) || resource.IsGivenBy(method) || resource.IsPutOutBy(method));
}
