using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace RedisGuard.Dashboard.Access;

/// <summary>
/// Decides by what the endpoint says, once, when the application builds it. Never by the caller's address: behind a proxy everybody is
/// local, and in a container nobody is.
/// </summary>
internal sealed class AccessGate(bool isDevelopment, ILogger logger, string pattern)
{
    private int _isTold;

    /// <summary>Closes an endpoint that doesn't say who may see it.</summary>
    public void Guard(EndpointBuilder endpoint)
    {
        var reason = Reason(endpoint.Metadata);
        if (reason is null)
        {
            endpoint.RequestDelegate = static context =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            };
        }

        // Three endpoints, one decision.
        if (Interlocked.Exchange(ref _isTold, 1) != 0)
        {
            return;
        }

        if (reason is null)
        {
            DashboardLog.Closed(logger, pattern);
        }
        else
        {
            DashboardLog.Open(logger, pattern, reason);
        }
    }

    private string? Reason(IList<object> metadata) =>
        metadata.OfType<IAuthorizeData>().Any() || metadata.OfType<AuthorizationPolicy>().Any() ? "the endpoint requires authorization"
        : metadata.OfType<IHostMetadata>().Any(static host => host.Hosts.Any(IsParticular)) ? "the endpoint requires a host"
        : metadata.OfType<IAllowAnonymous>().Any() ? "the endpoint allows anonymous callers"
        : isDevelopment ? "this is Development"
        : null;

    // «*» lets every host in.
    private static bool IsParticular(string host) => host.Length > 0 && host is not ("*" or "*:*");
}
