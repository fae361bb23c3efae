using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace RedisGuard.Cli.Server.Tests.EndToEnd;

/// <summary>Several servers at once, and one behind TLS.</summary>
public sealed class TopologyTests
{
    [Fact]
    public async Task Replica_IsFoundByItsMaster_AndHoldersAreSummed()
    {
        await using var master = await RedisProcess.StartAsync();
        await using var replica = await RedisProcess.StartAsync("--replicaof", "127.0.0.1", FormattableString.Invariant($"{master.Port}"));
        await using var onMaster = new Clients(master);
        await using var onReplica = new Clients(replica);
        await Eventually.TrueAsync(async () => (await onMaster.ListAsync()).Any(static row => row.Has('S'))
            && (await onMaster.AskAsync("INFO", "replication")).Text.Contains("state=online", StringComparison.Ordinal));
        await onMaster.OpenAsync("app", 2);
        await onReplica.OpenAsync("app", 1);

        var found = JsonNode.Parse((await Tool.RunAsync("monitor", onMaster.Endpoint, "--once", "--format", "json", "--filter", "name=app")).Output)!;
        Assert.Equal(2, found["servers"]!.AsArray().Count);
        Assert.Equal(["master", "slave"], found["servers"]!.AsArray().Select(static server => server!["role"]!.GetValue<string>()));
        Assert.Equal((3, 2), (found["holders"]![0]!["now"]!.GetValue<int>(), found["holders"]![0]!["nodes"]!.GetValue<int>()));
        var only = JsonNode.Parse((await Tool.RunAsync("monitor", onMaster.Endpoint, "--once", "--only", "--format", "json", "--filter", "name=app")).Output)!;
        Assert.Single(only["servers"]!.AsArray());
    }

    [Fact]
    public async Task Sentinel_LeadsToItsMasterAndReplicas()
    {
        using var folder = new TempFolder();
        await using var master = await RedisProcess.StartAsync();
        await using var clients = new Clients(master);
        await clients.OpenAsync("app", 2);
        var file = folder.At("sentinel.conf");
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $"sentinel monitor shop 127.0.0.1 {master.Port} 1\n"), TestContext.Current.CancellationToken);
        await using var sentinel = await RedisProcess.StartSentinelAsync(file);
        var run = await Tool.RunAsync("monitor", FormattableString.Invariant($"127.0.0.1:{sentinel.Port}"), "--once", "--format", "json", "--group", "name");
        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        var json = JsonNode.Parse(run.Output)!;
        Assert.Contains(json["servers"]!.AsArray(), server => server!["endpoint"]!.GetValue<string>() == clients.Endpoint);
        Assert.Contains(json["holders"]!.AsArray(), static holder => holder!["holder"]!.GetValue<string>() == "app" && holder["now"]!.GetValue<int>() == 2);
        // The sentinel's own connections to its master never die by a cleanup.
        var cleanup = await Tool.RunAsync("cleanup", "force", clients.Endpoint, "--all");
        Assert.Matches(@"sentinels [1-9]", cleanup.Output);
    }

    [Fact]
    public async Task Cluster_IsSummedOverItsNodes()
    {
        await using var cluster = await ClusterOfThree.StartAsync();
        foreach (var node in cluster.Nodes)
        {
            await node.OpenAsync("rg:shop:main:shared:1", 3);
        }

        var run = await Tool.RunAsync("monitor", cluster.Nodes[0].Endpoint, "--once", "--filter", "app=shop");
        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        foreach (var node in cluster.Nodes)
        {
            Assert.Contains(node.Endpoint, run.Output, StringComparison.Ordinal);
        }

        Assert.Contains("3 ≈3 mux", run.Output, StringComparison.Ordinal);

        // A node that is named by its host is the one that the others call by its address.
        var byHost = JsonNode.Parse((await Tool.RunAsync(
            "monitor", cluster.Nodes[0].Endpoint.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), "--once", "--format", "json")).Output)!;
        Assert.Equal(3, byHost["servers"]!.AsArray().Count);
        Assert.Equal(9, byHost["holders"]!.AsArray().Sum(static holder => holder!["now"]!.GetValue<int>()));
        Assert.Contains("NODES", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_WithAnAuthorityOfItsOwn()
    {
        using var folder = new TempFolder();
        await WriteCertificateAsync(folder);
        var port = FreePort.Next();
        await using var server = await RedisProcess.StartAsync(
            "--tls-port", port.ToString(CultureInfo.InvariantCulture), "--tls-cert-file", folder.At("cert.pem"), "--tls-key-file", folder.At("key.pem"),
            "--tls-ca-cert-file", folder.At("cert.pem"), "--tls-auth-clients", "yes");
        var endpoint = FormattableString.Invariant($"rediss://localhost:{port}");
        (await Tool.RunAsync("monitor", endpoint, "--once")).ShouldRefuse("TLS");
        var run = await Tool.RunAsync("monitor", endpoint, "--once", "--cacert", folder.At("cert.pem"), "--cert", folder.At("cert.pem"), "--key", folder.At("key.pem"));
        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("redis 7.", run.Output, StringComparison.Ordinal);
        // Plain words to a TLS port.
        (await Tool.RunAsync("monitor", FormattableString.Invariant($"localhost:{port}"), "--once")).ShouldRefuse("closed by the server");
    }

    private static async Task WriteCertificateAsync(TempFolder folder)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(folder.At("cert.pem"), certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.At("key.pem"), key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
    }
}
