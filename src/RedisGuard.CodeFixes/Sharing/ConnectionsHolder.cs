using System;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>
/// The class <c>RedisConnections</c> that keeps the connections of a project which has no pool: one for each configuration. It never keeps
/// a failure, as a <c>Lazy</c> would: a program that starts before its server works as soon as the server is there.
/// </summary>
/// <remarks>
/// It is added to the file that needs it first. A file of its own would be named in the project file by <c>dotnet format</c>, although
/// the SDK includes it already, and the project wouldn't build any more.
/// </remarks>
internal static class ConnectionsHolder
{
    public const string Name = "RedisConnections";

    /// <summary>The project's holder; null where it has none yet.</summary>
    public static INamedTypeSymbol? Find(Compilation compilation, CancellationToken cancellationToken) => compilation
        .GetSymbolsWithName(Name, SymbolFilter.Type, cancellationToken)
        .OfType<INamedTypeSymbol>()
        .FirstOrDefault(type => type is { IsStatic: true, ContainingType: null } && Gives(type, "Get") && Gives(type, "GetAsync"));

    /// <summary>Tells whether something else of the project has its name.</summary>
    public static bool IsTaken(SiteContext context) =>
        context.Model.Compilation.GetSymbolsWithName(Name, SymbolFilter.TypeAndMember, context.CancellationToken).Any();

    /// <summary>Adds it to the namespace, or the file, that a place stands in.</summary>
    public static void Add(TrackedEdit edit, SiteContext context)
    {
        SyntaxNode scope = context.Site.FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>() ?? context.Root;
        edit.Replace(scope, current => AddTo(current, name => Written(name, context)));
    }

    /// <param name="scope">A namespace or a file.</param>
    /// <param name="write">How a type is written there, by its full name.</param>
    public static SyntaxNode AddTo(SyntaxNode scope, Func<string, string> write)
    {
        SyntaxTrivia lineEnd = Layout.LineEnd(scope.SyntaxTree.GetRoot());
        string indentation = scope is NamespaceDeclarationSyntax ? Layout.IndentationOf(scope) + "    " : string.Empty;
        string text = TextFor(write, indentation).Replace("\n", lineEnd.ToString());
        MemberDeclarationSyntax holder = SyntaxFactory.ParseMemberDeclaration(text)!.WithAdditionalAnnotations(CompilerVerdict.Added);
        holder = holder.WithLeadingTrivia(holder.GetLeadingTrivia().Insert(0, lineEnd));
        SyntaxList<MemberDeclarationSyntax> members = scope is CompilationUnitSyntax file ? file.Members : ((BaseNamespaceDeclarationSyntax)scope).Members;
        MemberDeclarationSyntax last = members[members.Count - 1];
        members = members.Replace(last, last.WithLineEnd(lineEnd)).Add(holder);
        return scope switch
        {
            CompilationUnitSyntax unit => unit.WithMembers(members),
            NamespaceDeclarationSyntax block => block.WithMembers(members),
            FileScopedNamespaceDeclarationSyntax whole => whole.WithMembers(members),
            _ => scope,
        };
    }

    /// <summary>The class, its lines indented, its types as they are written at the place.</summary>
    public static string TextFor(Func<string, string> write, string indentation = "") => Regex.Replace(
        string.Concat(Declaration.Split('\n').Select(line => (line.Length == 0 ? line : indentation + line) + "\n")),
        @"\{((?:System|StackExchange)[\w.]+)\}",
        match => write(match.Groups[1].Value));

    private static string Written(string fullName, SiteContext context)
    {
        string name = fullName.Substring(fullName.LastIndexOf('.') + 1);
        INamedTypeSymbol[] known = [.. context.Model.LookupNamespacesAndTypes(context.Site.SpanStart, name: name).OfType<INamedTypeSymbol>()];
        return known.Length > 0 && known.All(type => type.ContainingNamespace.ToDisplayString() + "." + name == fullName) ? name : fullName;
    }

    private static bool Gives(INamedTypeSymbol type, string method) => type.GetMembers(method).OfType<IMethodSymbol>().Any(candidate =>
        candidate is { IsStatic: true, DeclaredAccessibility: Accessibility.Public or Accessibility.Internal, Parameters: [{ Type.SpecialType: SpecialType.System_String }] });

    // In C# 7.3, which projects for the .NET Framework are written in. Types in braces are written as the place knows them.
    private const string Declaration = """
        /// <summary>The Redis connections of this project: one for each configuration, shared by all of its code until the process ends.</summary>
        /// <remarks>Thread-safe. Nobody closes what it gives. Options are told apart by their text, which has no certificates and callbacks in it.</remarks>
        internal static class RedisConnections
        {
            private static readonly {System.Collections.Concurrent.ConcurrentDictionary}<string, {StackExchange.Redis.ConnectionMultiplexer}> Opened = new {System.Collections.Concurrent.ConcurrentDictionary}<string, {StackExchange.Redis.ConnectionMultiplexer}>();
            private static readonly {System.Threading.SemaphoreSlim} Opening = new {System.Threading.SemaphoreSlim}(1, 1);

            /// <summary>The connection to a server. The first call opens it, and blocks meanwhile: async code calls GetAsync.</summary>
            public static {StackExchange.Redis.ConnectionMultiplexer} Get(string configuration)
            {
                return Opened.TryGetValue(configuration, out var connection) ? connection : Open(configuration, {StackExchange.Redis.ConfigurationOptions}.Parse(configuration));
            }

            /// <summary>The same with options instead of their text.</summary>
            public static {StackExchange.Redis.ConnectionMultiplexer} Get({StackExchange.Redis.ConfigurationOptions} configuration)
            {
                return Open(configuration.ToString(includePassword: true), configuration);
            }

            /// <summary>The connection to a server. The first call opens it.</summary>
            public static async {System.Threading.Tasks.Task}<{StackExchange.Redis.ConnectionMultiplexer}> GetAsync(string configuration)
            {
                return Opened.TryGetValue(configuration, out var connection)
                    ? connection
                    : await OpenAsync(configuration, {StackExchange.Redis.ConfigurationOptions}.Parse(configuration)).ConfigureAwait(false);
            }

            /// <summary>The same with options instead of their text.</summary>
            public static {System.Threading.Tasks.Task}<{StackExchange.Redis.ConnectionMultiplexer}> GetAsync({StackExchange.Redis.ConfigurationOptions} configuration)
            {
                return OpenAsync(configuration.ToString(includePassword: true), configuration);
            }

            private static {StackExchange.Redis.ConnectionMultiplexer} Open(string key, {StackExchange.Redis.ConfigurationOptions} options)
            {
                if (Opened.TryGetValue(key, out var connection))
                {
                    return connection;
                }

                Opening.Wait();
                try
                {
                    if (!Opened.TryGetValue(key, out connection))
                    {
                        connection = {StackExchange.Redis.ConnectionMultiplexer}.Connect(Patient(options));
                        Opened[key] = connection;
                    }

                    return connection;
                }
                finally
                {
                    Opening.Release();
                }
            }

            private static async {System.Threading.Tasks.Task}<{StackExchange.Redis.ConnectionMultiplexer}> OpenAsync(string key, {StackExchange.Redis.ConfigurationOptions} options)
            {
                if (Opened.TryGetValue(key, out var connection))
                {
                    return connection;
                }

                await Opening.WaitAsync().ConfigureAwait(false);
                try
                {
                    if (!Opened.TryGetValue(key, out connection))
                    {
                        connection = await {StackExchange.Redis.ConnectionMultiplexer}.ConnectAsync(Patient(options)).ConfigureAwait(false);
                        Opened[key] = connection;
                    }

                    return connection;
                }
                finally
                {
                    Opening.Release();
                }
            }

            // A server that is away now may be back soon: the connection goes on trying by itself, where it would fail for good.
            private static {StackExchange.Redis.ConfigurationOptions} Patient({StackExchange.Redis.ConfigurationOptions} options)
            {
                options = options.Clone();
                options.AbortOnConnectFail = false;
                return options;
            }
        }
        """;
}
