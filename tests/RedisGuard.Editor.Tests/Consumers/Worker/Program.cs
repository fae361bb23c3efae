using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddTransient<Job>();
builder.Services.AddSingleton<Store>();
builder.Services.AddSingleton<Keeper>();
builder.Services.AddHostedService<Migration>();
builder.Services.AddHostedService<Seeding>();
builder.Services.AddHostedService<Listener>();
using var host = builder.Build();
await host.StartAsync();
Console.WriteLine(host.Services.GetRequiredService<Store>().Read("seeded"));
Console.WriteLine(host.Services.GetRequiredService<Keeper>().Read("version"));
await host.StopAsync(TimeSpan.FromSeconds(1));
