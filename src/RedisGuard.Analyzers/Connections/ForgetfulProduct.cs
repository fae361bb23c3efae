using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Registrations;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// An object that code makes with a connection opened for it and gives away: <c>Build() =&gt; new Client(Connect(…))</c>, where a client
/// can be disposed, keeps the connection for itself and forgets it there.
/// </summary>
internal static class ForgetfulProduct
{
    /// <summary>The object's type as the owner; null where somebody may look after the connection, or it lives as long as the process.</summary>
    public static Owner? Of(Opening opening)
        => opening.Context is { IsTest: false, Frequency: OpeningFrequency.PerCall }
            && opening.Obligation.Escapes is { Count: > 0 } escapes
            && escapes.All(escape => escape.Alias == AliasKind.Keeper)
            && MadeWith(opening) is { Parameter: { } parameter, Parent: IObjectCreationOperation { Type: INamedTypeSymbol { DeclaringSyntaxReferences.IsEmpty: false } type } }
            && DisposalMembers.AreOf(type)
            && opening.Registrations.Of(type) != ServiceLifetime.Singleton
            && type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => Keeps(opening.Types.Of(type, field, default), parameter)) is { } member
                ? new Owner(type, member, Closes: false, IsDisposable: true)
                : null;

    private static bool Keeps(MemberOwnership account, IParameterSymbol parameter)
        => account is { Releases.Count: 0, HandOvers.Count: 0, Mentions.Count: 0 }
            && account.Fills.Any(fill => fill.Value?.Unwrapped() is IParameterReferenceOperation given && SymbolEqualityComparer.Default.Equals(given.Parameter, parameter.OriginalDefinition));

    /// <summary>The argument by which the one object gets the connection, outside of any function that others run.</summary>
    private static IArgumentOperation? MadeWith(Opening opening)
    {
        if (opening.Obligation.Holder is { } holder)
        {
            return opening.Operation.Root().DescendantsOutsideFunctions().OfType<IArgumentOperation>()
                .FirstOrDefault(argument => argument.Parent is IObjectCreationOperation && argument.Value.Unwrapped() is ILocalReferenceOperation local && SymbolEqualityComparer.Default.Equals(local.Local, holder));
        }

        IOperation? current = opening.Operation.Parent;
        while (current is IConversionOperation or IAwaitOperation or IParenthesizedOperation)
        {
            current = current.Parent;
        }

        return current is IArgumentOperation { Parent: IObjectCreationOperation creation } handed && !IsInFunction(creation) ? handed : null;
    }

    private static bool IsInFunction(IOperation operation)
    {
        for (IOperation? current = operation; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return true;
            }
        }

        return false;
    }
}
