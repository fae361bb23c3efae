using System.Globalization;
using RedisGuard.Watch.Probe;

// probe <shape> <end> <configuration> [<exit code>]
if (args[0] == "none")
{
    return 7; // before anything of the library was loaded
}

if (args[0] == "killed-at-its-start")
{
    AppDomain.CurrentDomain.AssemblyLoad += static (_, loaded) =>
    {
        if (loaded.LoadedAssembly.GetName().Name == "StackExchange.Redis")
        {
            System.Diagnostics.Process.GetCurrentProcess().Kill();
        }
    };
    args[0] = "clean-using";
}

var shape = Shapes.All[args[0]];
await shape(args[2]);
await Endings.All[args[1]]();
return args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 7;
