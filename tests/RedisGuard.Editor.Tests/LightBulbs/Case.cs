namespace RedisGuard.Editor.Tests.LightBulbs;

/// <summary>A file of a consumer that has one fault, and the choices that its light bulb has.</summary>
/// <param name="Project">The consumer.</param>
/// <param name="File">The file.</param>
/// <param name="Rule">The rule that finds the fault.</param>
/// <param name="Fixes">The choices by their names in the code, in the order they are offered.</param>
internal sealed record Case(string Project, string File, string Rule, params string[] Fixes);
