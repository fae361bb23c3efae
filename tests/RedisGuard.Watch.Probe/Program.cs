using RedisGuard.Watch.Probe;

// probe <shape> <end> <configuration>
var shape = Shapes.All[args[0]];
await shape(args[2]);
await Endings.All[args[1]]();
return 7;
