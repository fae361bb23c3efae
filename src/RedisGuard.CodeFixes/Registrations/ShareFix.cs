using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Registrations;

/// <summary>
/// A connection opened for one component becomes the application's own: the one that the file registers, where the factory has a
/// container to ask, else the one variable at hand that holds a connection.
/// </summary>
internal sealed class ShareFix : SiteFix
{
    public ShareFix()
        : base(Fixes.Share, "Share the application's connection", Descriptors.PrivateWhereSharedFits.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (context.Site.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call
            || Acquisition.Find(call, context.Model, context.CancellationToken) is not { } acquisition
            || SharedConnection.At(acquisition, context) is not { } shared)
        {
            return false;
        }

        ExpressionSyntax opening = Closing.ClosingCall.WithoutCasts(acquisition.OuterValue);
        if (shared.Provider is { Identifier.ValueText: "_" } unnamed)
        {
            edit.Replace(unnamed, current => current.WithIdentifier(Identifier(SharedConnection.ProviderName).WithTriviaFrom(current.Identifier)));
        }

        if (!acquisition.IsAwaited)
        {
            edit.Replace(opening, current => shared.Expression.WithTriviaFrom(current));
            return true;
        }

        // async () => await ConnectAsync(x): what is there already needs no waiting.
        if (opening.Parent is not LambdaExpressionSyntax { AsyncKeyword.RawKind: not 0 } factory
            || factory.Body != opening
            || context.Model.GetTypeInfo(factory, context.CancellationToken).ConvertedType is not INamedTypeSymbol { DelegateInvokeMethod.ReturnType: INamedTypeSymbol { Name: "Task", TypeArguments: [INamedTypeSymbol result] } task })
        {
            return false;
        }

        ExpressionSyntax finished = FromResult(shared, result, task, context);
        edit.Replace(factory, current => Synchronous((LambdaExpressionSyntax)current, finished.WithTriviaFrom((ExpressionSyntax)current.Body)).WithTriviaFrom(current));
        return true;
    }

    private static InvocationExpressionSyntax FromResult(SharedConnection shared, INamedTypeSymbol result, INamedTypeSymbol task, SiteContext context)
    {
        SimpleNameSyntax name = SymbolEqualityComparer.Default.Equals(shared.Type, result)
            ? IdentifierName("FromResult")
            : GenericName(Identifier("FromResult"), TypeArgumentList(SingletonSeparatedList(context.TypeReference(result))));
        ExpressionSyntax receiver = context.Model.Compilation.GetTypeByMetadataName("System.Threading.Tasks.Task") is { } plain
            ? context.Receiver(plain)
            : IdentifierName(task.Name);
        return InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, name),
            ArgumentList(SingletonSeparatedList(Argument(shared.Expression))));
    }

    private static LambdaExpressionSyntax Synchronous(LambdaExpressionSyntax lambda, ExpressionSyntax body) => lambda switch
    {
        ParenthesizedLambdaExpressionSyntax parenthesized => parenthesized.WithAsyncKeyword(default).WithBody(body),
        SimpleLambdaExpressionSyntax simple => simple.WithAsyncKeyword(default).WithBody(body),
        _ => lambda,
    };
}
