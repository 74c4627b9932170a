// The common part of the Node.js peers: the run, and the line of JSON with its outcome on standard output.

// The concurrent callers that register one reminder by each call. A single caller would mostly measure the round trip.
const callers = 64;
// The concurrent callers of the bulk call: one for each core of the store, and as many again that wait for the disk.
const bulkCallers = 4;
const [, , connection, countText, text] = process.argv;
const count = Number(countText);

export { connection };

export const reminder = i => ({ user: `user-${i}`, text });

// A peer: open(), registerOne(i, due), registerMany(i, count, due), start(handle), stop(), left(), close(), maxBatch.
export async function run(peer) {
  // The script ends when its parent closes standard input.
  process.stdin.on('end', () => process.exit(1)).resume();

  await peer.open();
  // The warm-up compiles the code and opens the connections. It is usually slower than the run, so twice the time that it predicts is enough.
  const warmUp = Math.max(Math.min(Math.floor(count / 10), 5000), 100);
  const cold = await register(peer, 0, warmUp, Date.now());
  await fire(peer, warmUp, 0, false);

  // The due time is a whole second, as for peers whose instants are no finer. The start of the workers takes a part of the time.
  const due = Math.ceil((Date.now() + 3000 + 2000 * (singles(count) / cold.oneByOne + (count - singles(count)) / cold.bulk)) / 1000) * 1000;
  const rates = await register(peer, warmUp, count, due);
  const { handled, early, last } = await fire(peer, count, due, true);
  const left = await peer.left();
  await peer.close();
  process.stdout.write(`${JSON.stringify({ ...rates, spike: count / ((last - due) / 1000), handled, early, left })}\n`, () => process.exit(0));
}

// A tenth of the reminders is registered one by one.
const singles = total => Math.ceil(total / 10);

async function register(peer, first, total, due) {
  const [middle, end] = [first + singles(total), first + total];
  const started = performance.now();
  await divide(callers, first, middle, 1, i => peer.registerOne(i, due));
  const between = performance.now();
  await divide(bulkCallers, middle, end, peer.maxBatch, (i, batch) => peer.registerMany(i, batch, due));
  return {
    oneByOne: 1000 * (middle - first) / (between - started),
    bulk: 1000 * (end - middle) / (performance.now() - between),
  };
}

async function divide(workers, from, to, batch, work) {
  let next = from;
  await Promise.all(Array.from({ length: workers }, async () => {
    while (next < to) {
      const mine = next;
      next += batch;
      await work(mine, Math.min(batch, to - mine));
    }
  }));
}

// The workers start only after the registration, so that the registration has the whole machine.
async function fire(peer, total, due, mustWait) {
  let [handled, early, last] = [0, 0, 0];
  let done;
  const all = new Promise(resolve => done = resolve);
  await peer.start(() => {
    last = Date.now();
    if (last < due)
      early++;
    if (++handled === total)
      done();
  });
  if (mustWait && Date.now() > due)
    throw new Error(`registering took ${Date.now() - due} ms longer than planned, so the spike would start late`);
  await all;
  // A job that is handled until the stop is a repetition. It is counted, so the run fails.
  await peer.stop();
  return { handled, early, last };
}
