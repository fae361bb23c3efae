using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace RedisGuard.Dashboard.Page;

/// <summary>The page: one file, with a nonce of its own for each request.</summary>
internal static class DashboardPage
{
    private const string Nonce = "{nonce}";

    private static readonly string[] Parts = Read().Split(Nonce);

    public static Task WriteAsync(HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        ResponseHeaders.Protect(context.Response);
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(string.Join(nonce, Parts), Encoding.UTF8, context.RequestAborted);
    }

    private static string Read()
    {
        using var reader = new StreamReader(typeof(DashboardPage).Assembly.GetManifestResourceStream("page.html")!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
