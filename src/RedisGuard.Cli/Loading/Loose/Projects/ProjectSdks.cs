using System.Xml.Linq;

namespace RedisGuard.Cli.Loading.Loose.Projects;

/// <summary>The SDKs that a project file names, in its Sdk attribute, in Sdk elements and in imports.</summary>
internal static class ProjectSdks
{
    /// <exception cref="System.Xml.XmlException">The file isn't XML.</exception>
    public static IReadOnlyList<string> Of(string file) => Of(XDocument.Load(file).Root!);

    public static IReadOnlyList<string> Of(XElement root)
    {
        var own = root.Attribute("Sdk")?.Value.Split(';') ?? [];
        var elements = root.Elements().Where(static child => child.Name.LocalName == "Sdk").Select(static child => child.Attribute("Name")?.Value);
        var imports = root.Elements().Where(static child => child.Name.LocalName == "Import").Select(static child => child.Attribute("Sdk")?.Value);
        return [.. own.Concat(elements).Concat(imports).OfType<string>().Select(static sdk => sdk.Split('/')[0].Trim()).Where(static sdk => sdk.Length > 0).Distinct()];
    }
}
