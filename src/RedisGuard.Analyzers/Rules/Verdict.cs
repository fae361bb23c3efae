using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RedisGuard.Analyzers.Rules;

/// <summary>
/// Answer of a rule about a piece of code: a fault now, a question that only the whole compilation answers, or nothing, which
/// is the default. Callers and closing calls stand anywhere, so a rule that depends on them asks at the end.
/// </summary>
internal readonly struct Verdict
{
    private Verdict(Diagnostic? fault, Func<CompilationAnalysisContext, IEnumerable<Diagnostic>>? question)
    {
        Fault = fault;
        Question = question;
    }

    /// <summary>The fault that the code at hand proves; null where it proves none.</summary>
    public Diagnostic? Fault { get; }

    /// <summary>What is asked when the whole compilation was shown; null where nothing is.</summary>
    public Func<CompilationAnalysisContext, IEnumerable<Diagnostic>>? Question { get; }

    /// <summary>Whether the rule is silent.</summary>
    public bool IsNothing => Fault is null && Question is null;

    /// <summary>A fault now, or nothing.</summary>
    public static Verdict Now(Diagnostic? fault) => new(fault, null);

    /// <summary>A question whose answer is a fault, or null.</summary>
    public static Verdict AtEnd(Func<CompilationAnalysisContext, Diagnostic?> question)
        => new(null, end => question(end) is { } fault ? ImmutableArray.Create(fault) : ImmutableArray<Diagnostic>.Empty);

    /// <summary>A question that has several answers.</summary>
    public static Verdict AllAtEnd(Func<CompilationAnalysisContext, IEnumerable<Diagnostic>> question) => new(null, question);
}
