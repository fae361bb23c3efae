using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace RedisGuard.CodeFixes;

/// <summary>The one call that a cure is asked for, with what it needs to know of the file around it.</summary>
internal sealed class CureContext(Document document, SyntaxNode root, SemanticModel model, Acquisition acquisition, CancellationToken cancellationToken)
{
    public Document Document { get; } = document;

    public SyntaxNode Root { get; } = root;

    public SemanticModel Model { get; } = model;

    public Acquisition Acquisition { get; } = acquisition;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public LanguageVersion LanguageVersion => ((CSharpParseOptions)Root.SyntaxTree.Options).LanguageVersion;

    /// <summary>A reference to the type that brings its own using directive, in the place and order the file's options ask for.</summary>
    public TypeSyntax TypeReference(ITypeSymbol type) =>
        (TypeSyntax)SyntaxGenerator.GetGenerator(Document).TypeExpression(type).WithAdditionalAnnotations(Simplifier.AddImportsAnnotation);
}
