using System.CommandLine;
using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Commands.Monitoring;

/// <summary>The words by which a command is told which servers to speak to, and how to log in.</summary>
internal sealed class ServerOptions
{
    public const string ConnectionVariable = "REDIS_CONNECTION";
    public const string PasswordVariable = "REDISCLI_AUTH";

    private const string EndpointDescription = "A StackExchange.Redis configuration, or redis[s]://…; by default REDIS_CONNECTION, else localhost:6379.";

    private readonly Argument<string[]> _endpoints = new("endpoint") { Description = EndpointDescription, Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string[]> _endpointOption = new("--server") { Description = EndpointDescription, HelpName = "endpoint" };
    private readonly bool _isOption;

    private readonly Option<string?> _user = new("--user") { Description = "The user to log in as.", HelpName = "name" };

    private readonly Option<bool> _passwordStdin = new("--password-stdin")
    {
        Description = "Read the password from the first line of the standard input; REDISCLI_AUTH works too.",
    };

    private readonly Option<FileInfo> _authority = Pem("--cacert", "Trust the authorities in this PEM file rather than the machine's, and speak TLS.");
    private readonly Option<FileInfo> _certificate = Pem("--cert", "Show this certificate (PEM) to the server.");
    private readonly Option<FileInfo> _key = Pem("--key", "The key of --cert (PEM).");

    public ServerOptions()
        : this(isOption: false)
    {
    }

    private ServerOptions(bool isOption) => _isOption = isOption;

    /// <summary>For a command whose arguments are something else: the servers are named by <c>--server</c>.</summary>
    public static ServerOptions AsOption() => new(isOption: true);

    public void AddTo(Command command)
    {
        if (_isOption)
        {
            command.Options.Add(_endpointOption);
        }
        else
        {
            command.Arguments.Add(_endpoints);
        }

        foreach (var option in (Option[])[_user, _passwordStdin, _authority, _certificate, _key])
        {
            command.Options.Add(option);
        }
    }

    public bool HasEndpoints(ParseResult parsed) => Endpoints(parsed) is { Length: > 0 };

    /// <exception cref="CannotRunException">An endpoint or a combination of options means nothing.</exception>
    public IReadOnlyList<ServerAddress> Servers(ParseResult parsed)
    {
        var given = Endpoints(parsed) is { Length: > 0 } endpoints ? endpoints : [Environment.GetEnvironmentVariable(ConnectionVariable) is { Length: > 0 } connection ? connection : "localhost:6379"];
        var password = parsed.GetValue(_passwordStdin)
            ? Console.In.ReadLine() ?? throw new CannotRunException("--password-stdin: the standard input has no line")
            : Environment.GetEnvironmentVariable(PasswordVariable);
        var files = new TlsFiles(parsed.GetValue(_authority)?.FullName, parsed.GetValue(_certificate)?.FullName, parsed.GetValue(_key)?.FullName);
        if (files.Key is not null && files.Certificate is null)
        {
            throw new CannotRunException("--key without --cert: a key is of no use without its certificate");
        }

        var user = parsed.GetValue(_user);
        var isTls = files != TlsFiles.None;
        return
        [
            .. given.SelectMany(AddressParser.Parse).Select(address => address with
            {
                User = user ?? address.User,
                Password = address.Password ?? (string.IsNullOrEmpty(password) ? null : password),
                Tls = address.Tls || isTls,
                TlsFiles = files,
            }),
        ];
    }

    private string[]? Endpoints(ParseResult parsed) => _isOption ? parsed.GetValue(_endpointOption) : parsed.GetValue(_endpoints);

    private static Option<FileInfo> Pem(string name, string description)
    {
        var option = new Option<FileInfo>(name) { Description = description, HelpName = "file" };
        option.AcceptExistingOnly();
        return option;
    }
}
