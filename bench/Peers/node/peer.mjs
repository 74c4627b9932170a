// What the peers on Node.js have in common: a run, and the line of JSON on the standard output that tells how it went.

// One call for each reminder, by so many who wait for their answers: a single one would mostly measure the round trip.
const callers = 64;
// One call for many, by so many: the store's cores, and as many again that wait for the disk.
const bulkCallers = 4;
const [, , connection, countText, text] = process.argv;
const count = Number(countText);

export { connection };

export const reminder = i => ({ user: `user-${i}`, text });

// A peer: open(), registerOne(i, due), registerMany(i, count, due), start(handle), stop(), left(), close(), maxBatch.
export async function run(peer) {
  // This ends with whoever started it.
  process.stdin.on('end', () => process.exit(1)).resume();

  await peer.open();
  // Everything is compiled and connected; that was slower than what follows, as a rule, so twice as long is enough for it.
  const warmUp = Math.max(Math.min(Math.floor(count / 10), 5000), 100);
  const cold = await register(peer, 0, warmUp, Date.now());
  await fire(peer, warmUp, 0, false);

  // A whole second, as for those that know no finer instant. Starting the workers takes some of the time.
  const due = Math.ceil((Date.now() + 3000 + 2000 * (singles(count) / cold.oneByOne + (count - singles(count)) / cold.bulk)) / 1000) * 1000;
  const rates = await register(peer, warmUp, count, due);
  const { handled, early, last } = await fire(peer, count, due, true);
  const left = await peer.left();
  await peer.close();
  process.stdout.write(`${JSON.stringify({ ...rates, spike: count / ((last - due) / 1000), handled, early, left })}\n`, () => process.exit(0));
}

// One in ten is registered on its own.
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

// Nothing looks for what is due before all is registered: that leaves the registering the whole machine.
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
    throw new Error(`registering took ${Date.now() - due} ms longer than was planned, so that the spike would begin late`);
  await all;
  // What is handled meanwhile was handled twice: it is counted too.
  await peer.stop();
  return { handled, early, last };
}
