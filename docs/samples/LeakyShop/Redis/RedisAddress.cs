namespace LeakyShop.Redis;

/// <summary>Where the shop's Redis is: what the leaky half opens connections to again and again.</summary>
internal sealed record RedisAddress(string Configuration);
