// Responses that are made of pooled memory: the framework writes them when the reply is disposed already.
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using StackExchange.Redis;

namespace RG3002.InResponses.Before
{
    public class Files : ControllerBase
    {
        private readonly IDatabase _db;

        public Files(IDatabase db) => _db = db;

        [HttpGet("files/{name}")]
        public async Task<IActionResult> Get(string name)
        {
            using var lease = await _db.StringGetLeaseAsync("file:" + name); // expect: RG3002
            if (lease == null)
            {
                return NotFound();
            }

            return File(lease.AsStream(ownsLease: false)!, "application/octet-stream");
        }

        [HttpGet("images/{name}")]
        public async Task<IResult> Image(string name)
        {
            using var lease = await _db.StringGetLeaseAsync("image:" + name); // expect: RG3002
            return lease == null ? Results.NotFound() : Results.Bytes(lease.Memory, "image/png");
        }
    }
}

namespace RG3002.InResponses.After
{
    public class Files : ControllerBase
    {
        private readonly IDatabase _db;

        public Files(IDatabase db) => _db = db;

        [HttpGet("files/{name}")]
        public async Task<IActionResult> Get(string name)
        {
            var lease = await _db.StringGetLeaseAsync("file:" + name);
            return lease == null ? NotFound() : File(lease.AsStream()!, "application/octet-stream");
        }

        [HttpGet("images/{name}")]
        public async Task<IResult> Image(string name)
        {
            using var lease = await _db.StringGetLeaseAsync("image:" + name);
            return lease == null ? Results.NotFound() : Results.Bytes(lease.Span.ToArray(), "image/png");
        }

        [HttpGet("sizes/{name}")]
        public async Task<IActionResult> Size(string name)
        {
            using var lease = await _db.StringGetLeaseAsync("file:" + name);
            return Ok(lease?.Length);
        }

        [HttpGet("texts/{name}")]
        public async Task<IActionResult> Text(string name)
        {
            using var lease = await _db.StringGetLeaseAsync("text:" + name);
            return lease == null ? NotFound() : Content(lease.DecodeString()!);
        }
    }
}
