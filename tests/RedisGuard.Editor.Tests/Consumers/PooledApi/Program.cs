var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllers();
builder.Services.AddRedis(builder.Configuration);
var app = builder.Build();
app.MapControllers();
if (args.Contains("once"))
{
    app.Lifetime.ApplicationStarted.Register(app.Lifetime.StopApplication);
}

app.Run();
