using LeakyShop.AppHost;

await LeakyShopModel.Create(new DistributedApplicationOptions { Args = args }).Build().RunAsync();
