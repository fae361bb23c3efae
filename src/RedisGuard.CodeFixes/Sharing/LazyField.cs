using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>The field that opens the connection at its first use: one that the type has already, or a new one.</summary>
internal sealed class LazyField
{
    private LazyField(string name, FieldDeclarationSyntax? declaration)
    {
        Name = name;
        Declaration = declaration;
    }

    public string Name { get; }

    /// <summary>What must be added to the type, without layout; null where the field is there already.</summary>
    public FieldDeclarationSyntax? Declaration { get; }

    /// <param name="type">The type that will hold the field.</param>
    /// <param name="context">The call that the field makes instead.</param>
    /// <param name="asTask">Whether the field holds the task of the connection, for a function that must go on awaiting.</param>
    public static LazyField? For(INamedTypeSymbol type, CureContext context, bool asTask)
    {
        Compilation compilation = context.Model.Compilation;
        INamedTypeSymbol connection = context.Acquisition.Method.ContainingType;
        if (compilation.GetTypeByMetadataName("System.Lazy`1") is not { } lazy
            || compilation.GetTypeByMetadataName("System.Threading.Tasks.Task`1") is not { } task)
        {
            return null;
        }

        INamedTypeSymbol fieldType = lazy.Construct(asTask ? task.Construct(connection) : connection);
        InvocationExpressionSyntax opening = Opening(context, connection, asTask);
        if (Existing(type, fieldType, opening, context) is { } existing)
        {
            return new LazyField(existing, declaration: null);
        }

        string name = FieldNaming.NameFor("RedisConnection", type, context.Root);
        return new LazyField(name, Declare(name, fieldType, opening, context));
    }

    // The same call in the form the field needs: without Async, or with it.
    private static InvocationExpressionSyntax Opening(CureContext context, INamedTypeSymbol connection, bool asTask)
    {
        const string suffix = "Async";
        string name = context.Acquisition.Method.Name;
        string wanted = name.EndsWith(suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - suffix.Length) : name;
        wanted += asTask ? suffix : string.Empty;

        // Without the tracking annotations: the copy is not the call.
        InvocationExpressionSyntax call = context.Acquisition.Call;
        ExpressionSyntax receiver = call.Expression is MemberAccessExpressionSyntax access
            ? access.Expression.WithoutTrivia()
            : context.Receiver(connection);
        return InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, IdentifierName(wanted)),
            call.ArgumentList.WithoutTrivia());
    }

    private static string? Existing(INamedTypeSymbol type, INamedTypeSymbol fieldType, InvocationExpressionSyntax opening, CureContext context) => type
        .GetMembers().OfType<IFieldSymbol>()
        .FirstOrDefault(field => field is { IsStatic: true, IsReadOnly: true }
            && SymbolEqualityComparer.Default.Equals(field.Type, fieldType)
            && field.DeclaringSyntaxReferences.Any(reference =>
                reference.GetSyntax(context.CancellationToken) is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax creation }
                && creation.ArgumentList is { Arguments.Count: 1 } arguments
                && arguments.Arguments[0].Expression is ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters.Count: 0, ExpressionBody: InvocationExpressionSyntax body }
                && AreEquivalent(body, opening)))
        ?.Name;

    private static FieldDeclarationSyntax Declare(string name, INamedTypeSymbol fieldType, InvocationExpressionSyntax opening, CureContext context)
    {
        ArgumentListSyntax arguments = ArgumentList(SingletonSeparatedList(Argument(
            ParenthesizedLambdaExpression(
                default,
                ParameterList(),
                Token(SyntaxKind.EqualsGreaterThanToken).WithLeadingTrivia(Space).WithTrailingTrivia(Space),
                opening))));
        SyntaxToken newKeyword = Token(SyntaxKind.NewKeyword);
        ExpressionSyntax creation = context.LanguageVersion >= LanguageVersion.CSharp9
            ? ImplicitObjectCreationExpression(newKeyword, arguments, initializer: null)
            : ObjectCreationExpression(newKeyword.WithTrailingTrivia(Space), context.TypeReference(fieldType), arguments, initializer: null);
        VariableDeclaratorSyntax variable = VariableDeclarator(Identifier(name).WithTrailingTrivia(Space))
            .WithInitializer(EqualsValueClause(Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space), creation));
        IEnumerable<SyntaxToken> modifiers = new[] { SyntaxKind.PrivateKeyword, SyntaxKind.StaticKeyword, SyntaxKind.ReadOnlyKeyword }
            .Select(kind => Token(kind).WithTrailingTrivia(Space));
        return FieldDeclaration(VariableDeclaration(context.TypeReference(fieldType).WithTrailingTrivia(Space), SingletonSeparatedList(variable)))
            .WithModifiers(TokenList(modifiers))
            .WithAdditionalAnnotations(CompilerVerdict.Added);
    }
}
