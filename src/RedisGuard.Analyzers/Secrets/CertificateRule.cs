using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Secrets;

/// <summary>
/// RG5001: a handler of the server's certificate that says yes on every path. One that somebody must switch on, or that
/// is meant for a developer's machine, is left alone.
/// </summary>
internal sealed class CertificateRule
{
    private const int MaxSteps = 4;

    private readonly SecretKnowledge _known;

    public CertificateRule(SecretKnowledge known) => _known = known;

    /// <summary><c>options.CertificateValidation += …</c></summary>
    public void Judge(IEventAssignmentOperation assignment, OperationAnalysisContext context)
    {
        if (assignment is { Adds: true, EventReference: IEventReferenceOperation { Event: { Name: "CertificateValidation" } raised } reference } && _known.IsOfLibrary(raised))
        {
            Judge(reference.Syntax, assignment, assignment.HandlerValue, context);
        }
    }

    /// <summary>The same as a property: of the library's options, or of the TLS options that are made for them.</summary>
    public void Judge(ISimpleAssignmentOperation assignment, OperationAnalysisContext context)
    {
        if (assignment.Target is IPropertyReferenceOperation { Property: { Name: "CertificateValidation" or "CertificateValidationCallback" or "RemoteCertificateValidationCallback" } property } target
            && (_known.IsOfLibrary(property) || IsMadeForLibrary(assignment)))
        {
            Judge(target.Syntax, assignment, assignment.Value, context);
        }
    }

    /// <summary><c>options.SslClientAuthenticationOptions = host =&gt; new SslClientAuthenticationOptions { … }</c></summary>
    private bool IsMadeForLibrary(IOperation operation)
    {
        for (IOperation? current = operation.Parent; current is not null; current = current.Parent)
        {
            if (current is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "SslClientAuthenticationOptions" } property } } && _known.IsOfLibrary(property))
            {
                return true;
            }
        }

        return false;
    }

    private void Judge(SyntaxNode place, IOperation assignment, IOperation handler, OperationAnalysisContext context)
    {
        if (AcceptsAlways(handler, MaxSteps, context)
            && !DevelopmentGuard.Surrounds(assignment.Syntax, IsSwitch)
            && !_known.IsTest(context.ContainingSymbol))
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.CertificateNotValidated, place.GetLocation()));
        }
    }

    private bool AcceptsAlways(IOperation handler, int steps, OperationAnalysisContext context)
        => steps > 0 && handler.Unwrapped() switch
        {
            IDelegateCreationOperation creation => AcceptsAlways(creation.Target, steps - 1, context),
            IAnonymousFunctionOperation lambda => AcceptsAlways(lambda.Body.Syntax),
            IMethodReferenceOperation method => AcceptsAlways(method.Method, context),
            ILocalReferenceOperation local => local.OnlyValue() is { } value && AcceptsAlways(value, steps - 1, context),
            IFieldReferenceOperation field => _known.Sources.Initial(field.Field, context.CancellationToken) is { } value && AcceptsAlways(value, steps - 1, context),
            IPropertyReferenceOperation property =>
                (_known.Sources.Initial(property.Property, context.CancellationToken) ?? _known.Sources.Returned(property.Property, context.CancellationToken)) is { } value
                && AcceptsAlways(value, steps - 1, context),
            _ => false,
        };

    private static bool AcceptsAlways(IMethodSymbol method, OperationAnalysisContext context)
        => method is { IsAbstract: false, IsVirtual: false }
            && method.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(context.CancellationToken)).Any(declaration => declaration switch
            {
                MethodDeclarationSyntax { ExpressionBody: { } body } => AcceptsAlways(body.Expression),
                MethodDeclarationSyntax { Body: { } body } => AcceptsAlways(body),
                LocalFunctionStatementSyntax { ExpressionBody: { } body } => AcceptsAlways(body.Expression),
                LocalFunctionStatementSyntax { Body: { } body } => AcceptsAlways(body),
                _ => false,
            });

    /// <summary>Whether an expression is <c>true</c>, or each way out of a block is; to throw is to refuse.</summary>
    private static bool AcceptsAlways(SyntaxNode body)
    {
        if (body is not BlockSyntax)
        {
            return IsTrue(body);
        }

        SyntaxNode[] ways = body.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Where(node => node is ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax)
            .ToArray();
        return ways.Length > 0 && ways.All(way => way is ReturnStatementSyntax { Expression: { } value } && IsTrue(value) && !DevelopmentGuard.IsUnderDebugDirective(way));
    }

    private static bool IsTrue(SyntaxNode expression)
    {
        while (expression is ParenthesizedExpressionSyntax parenthesized)
        {
            expression = parenthesized.Expression;
        }

        return expression.IsKind(SyntaxKind.TrueLiteralExpression)
            || (expression is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either && (IsTrue(either.Left) || IsTrue(either.Right)));
    }

    /// <summary><c>if (settings.AllowUntrustedCertificates)</c>: somebody has said so, in a place where it can be seen.</summary>
    private static bool IsSwitch(string name)
        => s_switchWords.Any(word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    private static readonly string[] s_switchWords =
        ["insecure", "untrusted", "selfsigned", "trustserver", "trustall", "trustany", "ignorecert", "ignoressl", "ignoretls", "skipcert", "skipssl", "skiptls", "skipvalid", "skipverif",
        "allowinvalid", "acceptany", "acceptall", "allowany", "disablecert", "disablessl", "bypass", "validatecert", "verifycert", "certificatevalidation", "verifyssl", "verifytls", "validateserver", "unsafe"];
}
