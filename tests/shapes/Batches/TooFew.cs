// A batch that is sent only when enough is queued keeps back the few.
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace Batches.TooFew
{
    public sealed class Faults(IDatabase database)
    {
        public async Task Query(IReadOnlyList<string> keys)
        {
            var batch = database.CreateBatch(); // expect: RG3003
            var answers = keys.Select(key => batch.KeyDeleteAsync(key)).ToList();
            if (answers.Count > 100)
            {
                batch.Execute();
            }

            await Task.WhenAll(answers);
        }

        public async Task Loop(IReadOnlyList<string> keys)
        {
            var batch = database.CreateBatch(); // expect: RG3003
            var answers = new List<Task>();
            foreach (string key in keys)
            {
                answers.Add(batch.KeyDeleteAsync(key));
            }

            if (answers.Count < 10)
            {
                return;
            }

            batch.Execute();
            await Task.WhenAll(answers);
        }

        public async Task Each(IEnumerable<string[]> chunks)
        {
            foreach (string[] chunk in chunks)
            {
                var batch = database.CreateBatch(); // expect: RG3003
                var answers = new List<Task>();
                foreach (string key in chunk)
                {
                    answers.Add(batch.StringSetAsync(key, 1));
                }

                if (chunk.Length >= 10)
                {
                    batch.Execute();
                    await Task.WhenAll(answers);
                }
            }
        }
    }

    public sealed class Fine(IDatabase database)
    {
        public async Task Any(IReadOnlyList<string> keys)
        {
            var batch = database.CreateBatch();
            var answers = keys.Select(key => batch.KeyDeleteAsync(key)).ToArray();
            if (answers.Length > 0)
            {
                batch.Execute();
                await Task.WhenAll(answers);
            }
        }

        public async Task None(IReadOnlyList<string> keys)
        {
            var batch = database.CreateBatch();
            var answers = keys.Where(key => key.Length > 2).Select(key => batch.KeyDeleteAsync(key)).ToArray();
            if (answers.Length < 1)
            {
                return;
            }

            batch.Execute();
            await Task.WhenAll(answers);
        }

        public async Task Rest(IReadOnlyList<string> keys)
        {
            var batch = database.CreateBatch();
            var answers = new List<Task>();
            foreach (string key in keys)
            {
                answers.Add(batch.KeyDeleteAsync(key));
                if (answers.Count > 100)
                {
                    batch.Execute();
                    await Task.WhenAll(answers);
                    answers.Clear();
                    batch = database.CreateBatch();
                }
            }

            batch.Execute();
            await Task.WhenAll(answers);
        }

        public async Task Few(IReadOnlyList<string> keys)
        {
            if (keys.Count > 10)
            {
                var batch = database.CreateBatch();
                var answers = keys.Select(key => batch.KeyDeleteAsync(key)).ToArray();
                batch.Execute();
                await Task.WhenAll(answers);
            }
        }
    }
}
