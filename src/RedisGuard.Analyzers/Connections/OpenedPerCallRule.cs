using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>RG1001: a connection that is opened, and closed or dropped, each time some code runs.</summary>
internal sealed class OpenedPerCallRule : IConnectionRule
{
    public Finding Check(Opening opening)
    {
        if (opening.Context.Frequency != OpeningFrequency.PerCall || Fault(opening) is not { } fault)
        {
            return Finding.None;
        }

        string cure = opening.CanUsePool ? "take it from RedisPool.For, which opens it once" : "open it once and share it";
        return OpeningDiagnostic.Create(Descriptors.OpenedPerCall, opening, SharingFixes.For(opening), opening.Name, fault, opening.Context.Description, cure);
    }

    private static string? Fault(Opening opening)
    {
        if (opening.IsChained)
        {
            return Holding.NeverCloses;
        }

        if (IsClosedHere(opening.Obligation))
        {
            return Holding.ClosesAgain;
        }

        return IsGetterResult(opening) || (!opening.Context.IsPresumed && CallBoundPlaces.Hold(opening)) ? string.Empty : null;
    }

    private static bool IsClosedHere(Obligation obligation)
        => obligation is { Leaks.Count: 0, HasRivals: false }
            && obligation.Releases.Count > 0
            && (obligation.ExitStatus & ~(ObligationStatus.Absent | ObligationStatus.OpenByException)) switch
            {
                ObligationStatus.Released => true,
                ObligationStatus.None => !obligation.HasEscaped, // A loop without an end.
                _ => false,
            };

    /// <summary><c>static ConnectionMultiplexer Redis =&gt; Connect(…)</c>, where <c>{ get; } =</c> was meant.</summary>
    private static bool IsGetterResult(Opening opening)
        => opening.Member is IMethodSymbol { MethodKind: MethodKind.PropertyGet }
            && !IsInFunction(opening.Site)
            && opening.Obligation.Escapes.Count > 0
            && opening.Obligation.Escapes.All(escape => escape.Kind == EscapeKind.Return);

    /// <summary>Reading a property that gives a factory back opens nothing.</summary>
    private static bool IsInFunction(IOperation operation)
    {
        for (IOperation? current = operation; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation or ILocalFunctionOperation or IMethodReferenceOperation)
            {
                return true;
            }
        }

        return false;
    }
}
