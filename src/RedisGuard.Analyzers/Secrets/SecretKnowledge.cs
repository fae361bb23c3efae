using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Secrets;

/// <summary>Answers to what the rules of this family ask. One for a compilation; thread-safe.</summary>
internal sealed class SecretKnowledge
{
    private readonly CallContexts _contexts;

    public SecretKnowledge(RuleRegistry registry)
    {
        Symbols = registry.Symbols;
        Sources = new SourceValues(Symbols.Compilation);
        ConfigurationOptions = Symbols.Compilation.GetBestTypeByMetadataName("StackExchange.Redis.ConfigurationOptions");
        _contexts = registry.Contexts;
        Types = registry.Types;
    }

    public RedisSymbols Symbols { get; }

    public SourceValues Sources { get; }

    public INamedTypeSymbol? ConfigurationOptions { get; }

    /// <summary>What types do with their members.</summary>
    public TypeOwnerships Types { get; }

    public bool IsConfigurationOptions(ITypeSymbol? type) => type is not null && SymbolEqualityComparer.Default.Equals(type, ConfigurationOptions);

    /// <summary>Whether this is a type or member of the library.</summary>
    public bool IsOfLibrary(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, Symbols.ConnectionMultiplexer.ContainingAssembly);

    public bool IsTest(ISymbol member) => _contexts.IsTest(member);

    /// <summary>Tests and samples run against what was started for them.</summary>
    public bool IsExempt(IOperation operation, ISymbol member) => IsTest(member) || SampleCode.Contains(operation.Syntax.SyntaxTree, Symbols.Compilation);
}
