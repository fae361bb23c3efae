using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Secrets;

/// <summary>
/// RG5001: a handler of the server's certificate that says yes on every path. One that somebody must switch on, or that
/// is meant for a developer's machine, is left alone.
/// </summary>
internal sealed class CertificateRule
{
    private readonly SecretKnowledge _known;
    private readonly CertificateAnswers _answers;

    public CertificateRule(SecretKnowledge known)
    {
        _known = known;
        _answers = new CertificateAnswers(known.Sources);
    }

    /// <summary><c>options.CertificateValidation += …</c></summary>
    public void Check(IEventAssignmentOperation assignment, OperationAnalysisContext context)
    {
        if (assignment is { Adds: true, EventReference: IEventReferenceOperation { Event: { Name: "CertificateValidation" } raised } reference } && _known.IsOfLibrary(raised))
        {
            Check(reference.Syntax, assignment, assignment.HandlerValue, context);
        }
    }

    /// <summary>The same as a property: of the library's options, or of the TLS options that are made for them.</summary>
    public void Check(ISimpleAssignmentOperation assignment, OperationAnalysisContext context)
    {
        if (assignment.Target is IPropertyReferenceOperation { Property: { Name: "CertificateValidation" or "CertificateValidationCallback" or "RemoteCertificateValidationCallback" } property } target
            && (_known.IsOfLibrary(property) || IsMadeForLibrary(assignment)))
        {
            Check(target.Syntax, assignment, assignment.Value, context);
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

    private void Check(SyntaxNode place, IOperation assignment, IOperation handler, OperationAnalysisContext context)
    {
        if (_answers.AcceptAlways(handler, context.CancellationToken)
            && !DevelopmentGuard.Surrounds(assignment.Syntax, IsSwitch)
            && !_known.IsTest(context.ContainingSymbol))
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.CertificateNotValidated, place.GetLocation()));
        }
    }

    /// <summary><c>if (settings.AllowUntrustedCertificates)</c>: somebody has said so, in a place where it can be seen.</summary>
    private static bool IsSwitch(string name)
        => s_switchWords.Any(word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    private static readonly string[] s_switchWords =
        ["insecure", "untrusted", "selfsigned", "trustserver", "trustall", "trustany", "ignorecert", "ignoressl", "ignoretls", "skipcert", "skipssl", "skiptls", "skipvalid", "skipverif",
        "allowinvalid", "acceptany", "acceptall", "allowany", "disablecert", "disablessl", "bypass", "validatecert", "verifycert", "certificatevalidation", "verifyssl", "verifytls", "validateserver", "unsafe"];
}
