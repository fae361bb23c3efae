using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RedisGuard.Pool.Tests.Servers;

/// <summary>A certificate for a server on loopback that nobody but the test trusts.</summary>
internal static class TestCertificate
{
    /// <summary>Writes one, and its key, into a folder.</summary>
    public static async Task<(string Certificate, string Key)> WriteAsync(DirectoryInfo folder)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (certificateFile, keyFile) = (Path.Combine(folder.FullName, "server.crt"), Path.Combine(folder.FullName, "server.key"));
        await File.WriteAllTextAsync(certificateFile, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(keyFile, key.ExportRSAPrivateKeyPem());
        return (certificateFile, keyFile);
    }

    /// <summary>Starts a server that speaks TLS under it. Its port for that.</summary>
    public static async Task<(RedisProcess Server, int Port)> StartServerAsync(DirectoryInfo folder, params string[] arguments)
    {
        var (certificate, key) = await WriteAsync(folder);
        var port = FreePort.Next();
        var server = await RedisProcess.StartAsync(
            ["--tls-port", FormattableString.Invariant($"{port}"), "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", certificate, "--tls-auth-clients", "no", .. arguments]);
        return (server, port);
    }

    /// <summary>The file that <see cref="WriteAsync"/> wrote.</summary>
    public static string In(DirectoryInfo folder) => Path.Combine(folder.FullName, "server.crt");
}
