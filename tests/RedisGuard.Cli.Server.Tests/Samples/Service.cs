using System.Net;
using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Server.Tests.Samples;

/// <summary>A service that opens a connection for each request, and closes it or doesn't.</summary>
internal sealed class Service : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Clients _clients;
    private readonly bool _leaks;
    private readonly Task _serving;

    public Service(string endpoint, bool leaks)
    {
        _clients = new Clients(AddressParser.Parse(endpoint)[0]);
        _leaks = leaks;
        Url = FormattableString.Invariant($"http://127.0.0.1:{FreePort.Next()}/");
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public string Url { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
        await _clients.DisposeAsync();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            if (context.Request.Url!.AbsolutePath == "/broken")
            {
                context.Response.StatusCode = 500;
            }
            else
            {
                var session = await _clients.OpenAsync("svc");
                if (!_leaks)
                {
                    await _clients.CloseAsync(session);
                }
            }

            context.Response.Close();
        }
    }
}
