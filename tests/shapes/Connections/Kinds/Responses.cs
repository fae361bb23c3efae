// An answer to a request that has a command on its way in it: who writes the answer waits for it, and the connection is closed by then.
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using StackExchange.Redis;

namespace Kinds.Responses
{
    [ApiController]
    public sealed class CartsController : ControllerBase
    {
        [HttpGet("a")]
        public IActionResult Continued()
        {
            using (var redis = ConnectionMultiplexer.Connect("localhost")) // expect: RG1008
            {
                return Ok(redis.GetDatabase().StringGetAsync("a").ContinueWith(answer => (string?)answer.Result));
            }
        }

        [HttpGet("b")]
        public IActionResult NotAwaited()
        {
            using var redis = ConnectionMultiplexer.Connect("localhost"); // expect: RG1008
            return new JsonResult(redis.GetDatabase().ListLengthAsync("a"));
        }

        [HttpGet("c")]
        public async Task<IActionResult> InAVariable()
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync("localhost"); // expect: RG1008
            var length = redis.GetDatabase().ListLengthAsync("a");
            return Ok(length);
        }

        [HttpGet("d")]
        public async Task<IActionResult> Awaited()
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync("localhost"); // expect: RG1001
            return Ok(await redis.GetDatabase().ListLengthAsync("a"));
        }

        [HttpGet("e")]
        public async Task<IActionResult> AwaitedBefore()
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync("localhost"); // expect: RG1001
            var length = redis.GetDatabase().ListLengthAsync("a");
            await length;
            return Ok(length.Result);
        }

        [HttpGet("f")]
        public IActionResult Synchronous()
        {
            using var redis = ConnectionMultiplexer.Connect("localhost"); // expect: RG1001
            return Ok(redis.GetDatabase().ListLength("a"));
        }
    }

    public static class Minimal
    {
        public static IResult NotAwaited(HttpContext context)
        {
            using var redis = ConnectionMultiplexer.Connect("localhost"); // expect: RG1008
            return Results.Ok(redis.GetDatabase().ListLengthAsync(context.Request.Path.Value));
        }
    }
}
