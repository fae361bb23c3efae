var builder = WebApplication.CreateBuilder(args);
builder.Services.AddCatalog(builder.Configuration);
var app = builder.Build();
if (args.Contains("once"))
{
    app.Lifetime.ApplicationStarted.Register(app.Lifetime.StopApplication);
}

app.Run();
