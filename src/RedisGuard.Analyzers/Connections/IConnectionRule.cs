using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Connections;

/// <summary>Judges one opened connection. The first rule that finds a fault has the call for itself: one fault, one report.</summary>
internal interface IConnectionRule
{
    Diagnostic? Judge(Opening opening);
}
