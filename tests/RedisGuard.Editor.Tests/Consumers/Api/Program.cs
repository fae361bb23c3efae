using StackExchange.Redis;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllers();
builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(builder.Configuration.GetConnectionString("Redis")!));
var app = builder.Build();
app.MapControllers();
if (args.Contains("once"))
{
    app.Lifetime.ApplicationStarted.Register(app.Lifetime.StopApplication);
}

app.Run();
