using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>
/// The class <c>RedisConnections</c> that keeps the connections of a project which has no pool: one for each configuration, in a file of
/// its own. It never keeps a failure, as a <c>Lazy</c> would: a program that starts before its server works as soon as the server is there.
/// </summary>
internal static class ConnectionsHolder
{
    public const string Name = "RedisConnections";

    /// <summary>The file's name, at the project's root.</summary>
    public const string FileName = Name + ".cs";

    /// <summary>The project's holder; null where it has none yet.</summary>
    public static INamedTypeSymbol? Find(Compilation compilation, CancellationToken cancellationToken) => compilation
        .GetSymbolsWithName(Name, SymbolFilter.Type, cancellationToken)
        .OfType<INamedTypeSymbol>()
        .FirstOrDefault(type => type is { IsStatic: true, ContainingType: null } && Gives(type, "Get") && Gives(type, "GetAsync"));

    /// <summary>The document in a project that has the holder; null where another type of the project has its name.</summary>
    public static async Task<Document?> EnsureAsync(Document document, CancellationToken cancellationToken)
    {
        Compilation? compilation = await document.Project.GetCompilationAsync(cancellationToken).ConfigureAwait(false);
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (compilation is null || root is null)
        {
            return null;
        }

        if (Find(compilation, cancellationToken) is not null)
        {
            return document;
        }

        if (compilation.GetSymbolsWithName(Name, SymbolFilter.Type, cancellationToken).Any() || document.Project.Documents.Any(other => other.Name == FileName))
        {
            return null;
        }

        string text = TextFor(NamespaceFor(document.Project, compilation, root), root);
        SourceText like = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return document.Project.AddDocument(FileName, SourceText.From(text, like.Encoding, like.ChecksumAlgorithm)).Project.GetDocument(document.Id);
    }

    /// <summary>The holder's whole file.</summary>
    /// <param name="name">Its namespace; empty for none.</param>
    /// <param name="neighbour">The file whose style it takes: line ends, tabs, a namespace without braces.</param>
    public static string TextFor(string name, SyntaxNode neighbour)
    {
        bool hasBraces = !neighbour.DescendantNodes().OfType<FileScopedNamespaceDeclarationSyntax>().Any();
        string declaration = name.Length == 0 ? Declaration
            : hasBraces ? $"namespace {name}\n{{\n{Indented(Declaration)}}}\n"
            : $"namespace {name};\n\n{Declaration}";
        string text = Usings + declaration;
        bool hasTabs = neighbour.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia) && trivia.Token.LeadingTrivia.Contains(trivia)).ToString().StartsWith("\t", System.StringComparison.Ordinal);
        return (hasTabs ? text.Replace("    ", "\t") : text).Replace("\n", Layout.LineEnd(neighbour).ToString());
    }

    private static string Indented(string text) => string.Concat(
        text.TrimEnd('\n').Split('\n').Select(line => (line.Length == 0 ? line : "    " + line) + "\n"));

    private static bool Gives(INamedTypeSymbol type, string method) => type.GetMembers(method).OfType<IMethodSymbol>().Any(candidate =>
        candidate is { IsStatic: true, DeclaredAccessibility: Accessibility.Public or Accessibility.Internal, Parameters: [{ Type.SpecialType: SpecialType.System_String }] });

    // The project's own, where there is something in it; else that of the file at hand.
    private static string NamespaceFor(Project project, Compilation compilation, SyntaxNode root)
    {
        if (project.DefaultNamespace is { Length: > 0 } wanted && IsThere(wanted, compilation))
        {
            return wanted;
        }

        return root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? string.Empty;
    }

    private static bool IsThere(string name, Compilation compilation)
    {
        INamespaceSymbol? current = compilation.Assembly.GlobalNamespace;
        foreach (string part in name.Split('.'))
        {
            current = current?.GetNamespaceMembers().FirstOrDefault(inner => inner.Name == part);
        }

        return current is not null;
    }

    private const string Usings = """
        using System.Collections.Concurrent;
        using System.Threading;
        using System.Threading.Tasks;
        using StackExchange.Redis;


        """;

    // In C# 7.3, which projects for the .NET Framework are written in.
    private const string Declaration = """
        /// <summary>The Redis connections of this project: one for each configuration, shared by all of its code until the process ends.</summary>
        /// <remarks>Thread-safe. Nobody closes what it gives. Options are told apart by their text, which has no certificates and callbacks in it.</remarks>
        internal static class RedisConnections
        {
            private static readonly ConcurrentDictionary<string, ConnectionMultiplexer> Opened = new ConcurrentDictionary<string, ConnectionMultiplexer>();
            private static readonly SemaphoreSlim Opening = new SemaphoreSlim(1, 1);

            /// <summary>The connection to a server. The first call opens it, and blocks meanwhile: async code calls GetAsync.</summary>
            public static ConnectionMultiplexer Get(string configuration)
            {
                return Opened.TryGetValue(configuration, out var connection) ? connection : Open(configuration, ConfigurationOptions.Parse(configuration));
            }

            /// <summary>The same with options instead of their text.</summary>
            public static ConnectionMultiplexer Get(ConfigurationOptions configuration)
            {
                return Open(configuration.ToString(includePassword: true), configuration);
            }

            /// <summary>The connection to a server. The first call opens it.</summary>
            public static async Task<ConnectionMultiplexer> GetAsync(string configuration)
            {
                return Opened.TryGetValue(configuration, out var connection)
                    ? connection
                    : await OpenAsync(configuration, ConfigurationOptions.Parse(configuration)).ConfigureAwait(false);
            }

            /// <summary>The same with options instead of their text.</summary>
            public static Task<ConnectionMultiplexer> GetAsync(ConfigurationOptions configuration)
            {
                return OpenAsync(configuration.ToString(includePassword: true), configuration);
            }

            private static ConnectionMultiplexer Open(string key, ConfigurationOptions options)
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
                        connection = ConnectionMultiplexer.Connect(Patient(options));
                        Opened[key] = connection;
                    }

                    return connection;
                }
                finally
                {
                    Opening.Release();
                }
            }

            private static async Task<ConnectionMultiplexer> OpenAsync(string key, ConfigurationOptions options)
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
                        connection = await ConnectionMultiplexer.ConnectAsync(Patient(options)).ConfigureAwait(false);
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
            private static ConfigurationOptions Patient(ConfigurationOptions options)
            {
                options = options.Clone();
                options.AbortOnConnectFail = false;
                return options;
            }
        }

        """;
}
