using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Hazards;

/// <summary>
/// RG4005: one profiling session is given out for all commands, and the only code that can reach it never finishes it.
/// Silent where other code may: the session is visible outside its type, or passed on.
/// </summary>
internal sealed class UnfinishedProfilingRule : IHazardRule
{
    private const int MaxSteps = 4;

    public ImmutableArray<string> Names { get; } = ImmutableArray.Create("RegisterProfiler");

    public Diagnostic? Check(HazardCall call)
        => call.Invocation.Arguments.Length == 1
            && Given(call.Invocation.Arguments[0].Value, call) is { } given
            && Session(given, call, MaxSteps) is { } session
            && IsPrivate(session)
            && !MayBeFinished(session, call.Invocation, call.CancellationToken)
                ? call.Report(Descriptors.ProfilingNeverFinished, session.Name)
                : null;

    /// <summary>What the callback gives back, where it is one expression.</summary>
    private static IOperation? Given(IOperation callback, HazardCall call)
        => callback.Unwrapped() is IDelegateCreationOperation { Target: { } target }
            ? target switch
            {
                IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } value }] } => value,
                IMethodReferenceOperation method => call.Known.Sources.Returned(method.Method, call.CancellationToken),
                _ => null,
            }
            : null;

    /// <summary>The variable that keeps the session: directly, in an AsyncLocal, or behind a getter.</summary>
    private static ISymbol? Session(IOperation given, HazardCall call, int steps)
        => given.Unwrapped() switch
        {
            _ when steps == 0 => null,
            ILocalReferenceOperation local => local.Local,
            IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
            IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.Name: "AsyncLocal" or "ThreadLocal" or "Lazy" }, Instance: { } holder } => Session(holder, call, steps - 1),
            IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property =>
                call.Known.Sources.Returned(property.Property, call.CancellationToken) is { } returned ? Session(returned, call, steps - 1) : property.Property,
            ICoalesceOperation coalesce => Session(coalesce.Value, call, steps - 1),
            ICoalesceAssignmentOperation assignment => Session(assignment.Target, call, steps - 1),
            ISimpleAssignmentOperation assignment => Session(assignment.Target, call, steps - 1),
            _ => null,
        };

    private static bool IsPrivate(ISymbol session) => session is ILocalSymbol || session.DeclaredAccessibility == Accessibility.Private;

    private static bool MayBeFinished(ISymbol session, IInvocationOperation registration, CancellationToken cancellationToken)
    {
        ImmutableArray<SyntaxNode> reach = session is ILocalSymbol
            ? ImmutableArray.Create(registration.Syntax.AncestorsAndSelf().LastOrDefault(node => node is MemberDeclarationSyntax and not (BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax or GlobalStatementSyntax)) ?? registration.Syntax.SyntaxTree.GetRoot(cancellationToken))
            : session.ContainingType.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken)).ToImmutableArray();
        return reach.Any(node => node.DescendantNodes().Any(inner =>
            inner is SimpleNameSyntax { Identifier.ValueText: "FinishProfiling" }
            || (inner is IdentifierNameSyntax name && name.Identifier.ValueText == session.Name && IsPassedOn(name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own : name))));
    }

    /// <summary>Returned from a member others can call, given as an argument, or put somewhere else.</summary>
    private static bool IsPassedOn(ExpressionSyntax mention)
    {
        switch (mention.Parent)
        {
            case ArgumentSyntax or InitializerExpressionSyntax or EqualsValueClauseSyntax:
                return true;
            case AssignmentExpressionSyntax assignment:
                // What was there before, or is handed back at once, others have as well.
                return assignment.Right == mention
                    || assignment.Right is IdentifierNameSyntax
                    || assignment.Parent is ArgumentSyntax or EqualsValueClauseSyntax
                    || (assignment.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax && !ReturnsNothing(assignment) && IsVisible(assignment));
            case ReturnStatementSyntax or ArrowExpressionClauseSyntax:
                return IsVisible(mention);
            case MemberAccessExpressionSyntax access when access.Expression == mention && access.Name.Identifier.ValueText == "Value":
                return IsPassedOn(access);
            default:
                return false;
        }
    }

    /// <summary><c>void Begin() =&gt; _session.Value = new ProfilingSession();</c></summary>
    private static bool ReturnsNothing(SyntaxNode body)
        => body.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { ReturnType: PredefinedTypeSyntax { Keyword: var keyword } } && keyword.IsKind(SyntaxKind.VoidKeyword)
            || body.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is not null;

    private static bool IsVisible(SyntaxNode returned)
        => returned.Ancestors().FirstOrDefault(node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax) is MemberDeclarationSyntax member
            && member.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.PublicKeyword) || modifier.IsKind(SyntaxKind.InternalKeyword) || modifier.IsKind(SyntaxKind.ProtectedKeyword));
}
