using System.Xml.Linq;

namespace RedisGuard.Cli.Loading.Loose.Projects;

/// <summary>An item element with its properties expanded.</summary>
/// <param name="Kind">The item type, such as Compile or PackageReference.</param>
/// <param name="Include">The parts of its Include attribute.</param>
/// <param name="Remove">The parts of its Remove attribute.</param>
/// <param name="Element">The element, for its metadata.</param>
internal sealed record ProjectItem(string Kind, IReadOnlyList<string> Include, IReadOnlyList<string> Remove, XElement Element)
{
    /// <summary>A metadata value, written as an attribute or as a child element.</summary>
    public string? Metadata(string name) =>
        Element.Attribute(name)?.Value ?? Element.Elements().FirstOrDefault(child => child.Name.LocalName == name)?.Value;
}
