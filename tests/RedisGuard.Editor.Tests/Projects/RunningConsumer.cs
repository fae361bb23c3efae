using System.Diagnostics;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Editor.Tests.Projects;

/// <summary>Runs a consumer that has a main, as a fix left it, against a server of its own.</summary>
internal static class RunningConsumer
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly Lazy<ConsumerServer> Server = new(() => new ConsumerServer());

    public static async Task RunAsync(Project project, CancellationToken cancellationToken)
    {
        if (project.CompilationOptions!.OutputKind != OutputKind.ConsoleApplication)
        {
            return;
        }

        string folder = Directory.CreateTempSubdirectory("redisguard-consumer-").FullName;
        try
        {
            string program = await EmitAsync(project, folder, cancellationToken);
            var start = new ProcessStartInfo("dotnet", [program, "once", "--urls=http://127.0.0.1:0"])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["REDIS"] = Server.Value.Address, ["ConnectionStrings__Redis"] = Server.Value.Address, ["Catalog"] = Server.Value.Address, ["Search"] = Server.Value.Address },
            };
            using var process = Process.Start(start)!;
            try
            {
                var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
                var errors = process.StandardError.ReadToEndAsync(cancellationToken);
                await process.WaitForExitAsync(cancellationToken).WaitAsync(Deadline, cancellationToken);
                Assert.True(process.ExitCode == 0, $"{project.Name} ended with {process.ExitCode}:\n{await output}\n{await errors}");
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The program, with the packages it needs beside it; the framework's own assemblies are the runtime's.</summary>
    private static async Task<string> EmitAsync(Project project, string folder, CancellationToken cancellationToken)
    {
        var compilation = (await project.GetCompilationAsync(cancellationToken))!;
        string program = Path.Combine(folder, $"{project.AssemblyName}.dll");
        var result = compilation.Emit(program, cancellationToken: cancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        bool isWeb = false;
        foreach (string reference in project.MetadataReferences.OfType<PortableExecutableReference>().Select(reference => reference.FilePath!))
        {
            isWeb |= reference.Contains("Microsoft.AspNetCore.App.Ref", StringComparison.OrdinalIgnoreCase);
            if (!reference.Contains(".App.Ref", StringComparison.OrdinalIgnoreCase))
            {
                File.Copy(reference, Path.Combine(folder, Path.GetFileName(reference)), overwrite: true);
            }
        }

        await File.WriteAllTextAsync(
            Path.ChangeExtension(program, ".runtimeconfig.json"),
            $$"""{ "runtimeOptions": { "tfm": "net10.0", "framework": { "name": "{{(isWeb ? "Microsoft.AspNetCore.App" : "Microsoft.NETCore.App")}}", "version": "10.0.0" } } }""",
            cancellationToken);
        return program;
    }
}
