using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Origins;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Records;
using RedisGuard.Analyzers.Registrations;

namespace RedisGuard.Analyzers.Rules;

/// <summary>
/// Shows the families what they want to see of one compilation, and keeps what they share of it. Asks the compiler for each kind of
/// operation once: a call back for every call of a program is most of what an analyzer costs that has nothing to say.
/// </summary>
internal sealed class RuleRegistry
{
    private readonly Dictionary<OperationKind, List<Action<OperationAnalysisContext>>> _operations = new();
    private readonly List<Action<OperationAnalysisContext>> _acquisitions = new();
    private readonly List<Action<OperationBlockAnalysisContext>> _blocks = new();
    private readonly ConcurrentQueue<Func<CompilationAnalysisContext, IEnumerable<Diagnostic>>> _questions = new();
    private readonly OwnershipIndex _index;

    public RuleRegistry(OwnershipIndex index, RecordedLeaks recorded)
    {
        _index = index;
        Recorded = recorded;
        Registrations = new ServiceRegistrations(index.Symbols.Compilation);
        Provenance = new Provenance(index.Symbols, index.Types, index.CallsOf(ResourceKind.Connection));
    }

    public RedisSymbols Symbols => _index.Symbols;

    public CallContexts Contexts => _index.Contexts;

    public TypeOwnerships Types => _index.Types;

    /// <summary>What was seen at run time.</summary>
    public RecordedLeaks Recorded { get; }

    /// <summary>The registrations of the whole compilation.</summary>
    public ServiceRegistrations Registrations { get; }

    /// <summary>The provenance of connections.</summary>
    public Provenance Provenance { get; }

    /// <inheritdoc cref="OwnershipIndex.CallsOf"/>
    public AcquiringCalls CallsOf(ResourceKind kind) => _index.CallsOf(kind);

    /// <summary>Shows each operation of the kinds.</summary>
    public void OnOperation(Action<OperationAnalysisContext> action, params OperationKind[] kinds)
    {
        foreach (OperationKind kind in kinds)
        {
            if (!_operations.TryGetValue(kind, out List<Action<OperationAnalysisContext>>? actions))
            {
                _operations.Add(kind, actions = new List<Action<OperationAnalysisContext>>());
            }

            actions.Add(action);
        }
    }

    /// <summary>Shows each call that may acquire a resource of any kind, those that don't bind included.</summary>
    public void OnAcquisition(Action<OperationAnalysisContext> action) => _acquisitions.Add(action);

    /// <summary>Shows each block of code when what is in it was shown.</summary>
    public void OnBlock(Action<OperationBlockAnalysisContext> action) => _blocks.Add(action);

    /// <summary>Reports the fault, or keeps the question until the whole compilation was shown. Thread-safe.</summary>
    public void Take(Verdict verdict, Action<Diagnostic> report)
    {
        if (verdict.Fault is { } fault)
        {
            report(fault);
        }
        else if (verdict.Question is { } question)
        {
            _questions.Enqueue(question);
        }
    }

    /// <summary>The same for a rule on a call that may have gone wrong at run time: what was seen there is said with the fault.</summary>
    public void Take(Verdict verdict, OperationAnalysisContext context)
    {
        if (verdict.Question is not null)
        {
            Recorded.Expect(context);
        }

        Take(verdict, fault => context.ReportDiagnostic(fault.Seen(Recorded.SeenAt(fault.Location, context))));
    }

    /// <summary>Registers it all at the compiler.</summary>
    public void RegisterAt(CompilationStartAnalysisContext context)
    {
        OnOperation(ShowCall, OperationKind.Invocation);
        OnOperation(ShowUnbound, OperationKind.Invalid);
        foreach (KeyValuePair<OperationKind, List<Action<OperationAnalysisContext>>> kind in _operations)
        {
            Action<OperationAnalysisContext> show = Joined(kind.Value);
            context.RegisterOperationAction(
                operation =>
                {
                    if (!operation.IsGeneratedCode || RazorCode.IsIn(operation.Operation.Syntax.SyntaxTree))
                    {
                        show(operation);
                    }
                },
                kind.Key);
        }

        Action<OperationBlockAnalysisContext> showBlock = Joined(_blocks);
        context.RegisterOperationBlockAction(block =>
        {
            if (!block.IsGeneratedCode || RazorCode.IsIn(block.OperationBlocks[0].Syntax.SyntaxTree))
            {
                showBlock(block);
            }
        });
        context.RegisterCompilationEndAction(Answer);
    }

    private void ShowCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (Symbols.Model.MayAcquire(call))
        {
            ShowToAcquisitions(context);
        }
    }

    private void ShowUnbound(OperationAnalysisContext context)
    {
        if (context.Operation.Syntax is InvocationExpressionSyntax call && WrittenNames.NameOf(call.Expression) is { } name && Symbols.Model.MayAcquire(name))
        {
            ShowToAcquisitions(context);
        }
    }

    private void ShowToAcquisitions(OperationAnalysisContext context)
    {
        foreach (Action<OperationAnalysisContext> action in _acquisitions)
        {
            action(context);
        }
    }

    private void Answer(CompilationAnalysisContext context)
    {
        foreach (Func<CompilationAnalysisContext, IEnumerable<Diagnostic>> question in _questions)
        {
            foreach (Diagnostic fault in question(context))
            {
                context.ReportDiagnostic(fault.Seen(IsOfRecord(fault) ? null : Recorded.FoundAt(fault.Location)).Late());
            }
        }
    }

    private static bool IsOfRecord(Diagnostic fault) => fault.Id == Descriptors.LeakSeen.Id || fault.Id == Descriptors.RecordOutlived.Id;

    private static Action<T> Joined<T>(List<Action<T>> actions)
    {
        if (actions.Count == 1)
        {
            return actions[0];
        }

        Action<T>[] all = actions.ToArray();
        return context =>
        {
            foreach (Action<T> action in all)
            {
                action(context);
            }
        };
    }
}
