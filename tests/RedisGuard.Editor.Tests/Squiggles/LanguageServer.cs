using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedisGuard.Editor.Tests.Squiggles;

/// <summary>csharp-ls, spoken to by the Language Server Protocol as an editor does: requests with answers, over its standard streams.</summary>
internal sealed class LanguageServer : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private int _lastId;

    private LanguageServer(Process process) => _process = process;

    /// <summary>Starts the server on a solution, with analyzers on.</summary>
    /// <param name="command">The tool's program.</param>
    /// <param name="solution">The solution file.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<LanguageServer> StartAsync(string command, string solution, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command, ["--solution", Path.GetFileName(solution)])
        {
            WorkingDirectory = Path.GetDirectoryName(solution)!,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // It finds the SDK through these; a test run's own MSBuild variables would lead it astray.
        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? Path.GetDirectoryName(path)! : RuntimeRoot();
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_ROOT"] = host;
        start.Environment["PATH"] = host + Path.PathSeparator + start.Environment["PATH"];
        var process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        var server = new LanguageServer(process);
        string root = new Uri(Path.GetDirectoryName(solution)!).AbsoluteUri;
        await server.AskAsync(
            "initialize",
            $$"""
            { "processId": {{Environment.ProcessId}}, "rootUri": "{{root}}", "workspaceFolders": [ { "uri": "{{root}}", "name": "All" } ],
              "capabilities": { "workspace": { "configuration": true },
                                "textDocument": { "diagnostic": {}, "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [ "quickfix" ] } } } } } }
            """,
            cancellationToken);
        await server.WriteAsync("""{ "jsonrpc": "2.0", "method": "initialized", "params": {} }""", cancellationToken);
        return server;
    }

    public async Task OpenAsync(string file, CancellationToken cancellationToken) => await WriteAsync(
        $$"""
        { "jsonrpc": "2.0", "method": "textDocument/didOpen",
          "params": { "textDocument": { "uri": "{{new Uri(file).AbsoluteUri}}", "languageId": "csharp", "version": 1, "text": {{JsonSerializer.Serialize(await File.ReadAllTextAsync(file, cancellationToken))}} } } }
        """,
        cancellationToken);

    /// <summary>The answer to a request. What the server asks meanwhile is answered too.</summary>
    public async Task<JsonNode?> AskAsync(string method, string parameters, CancellationToken cancellationToken)
    {
        int id = ++_lastId;
        await WriteAsync($$"""{ "jsonrpc": "2.0", "id": {{id}}, "method": "{{method}}", "params": {{parameters}} }""", cancellationToken);
        while (true)
        {
            var message = await ReadAsync(cancellationToken).WaitAsync(Deadline, cancellationToken);
            if (message["method"] is { } asked)
            {
                if (message["id"] is { } from)
                {
                    string answer = asked.GetValue<string>() == "workspace/configuration" ? """[ { "analyzersEnabled": true } ]""" : "null";
                    await WriteAsync($$"""{ "jsonrpc": "2.0", "id": {{from.ToJsonString()}}, "result": {{answer}} }""", cancellationToken);
                }
            }
            else if (message["id"]?.GetValue<int>() == id)
            {
                Assert.Null(message["error"]?.ToJsonString());
                return message["result"];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    // <dotnet>/shared/Microsoft.NETCore.App/<version>
    private static string RuntimeRoot() => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    private async Task WriteAsync(string message, CancellationToken cancellationToken)
    {
        byte[] body = Encoding.UTF8.GetBytes(message);
        var stream = _process.StandardInput.BaseStream;
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n")), cancellationToken);
        await stream.WriteAsync(body, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    private async Task<JsonNode> ReadAsync(CancellationToken cancellationToken)
    {
        var stream = _process.StandardOutput.BaseStream;
        int length = 0;
        for (string line = await ReadLineAsync(stream, cancellationToken); line.Length > 0; line = await ReadLineAsync(stream, cancellationToken))
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                length = int.Parse(line["Content-Length:".Length..], CultureInfo.InvariantCulture);
            }
        }

        byte[] body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return JsonNode.Parse(body)!;
    }

    private static async Task<string> ReadLineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (true)
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            switch (one[0])
            {
                case (byte)'\n':
                    return line.ToString();
                case not (byte)'\r':
                    line.Append((char)one[0]);
                    break;
            }
        }
    }
}
