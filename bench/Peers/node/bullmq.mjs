import { Queue, Worker } from 'bullmq';
import { connection as address, reminder, run } from './peer.mjs';

const name = 'reminders';
const [host, port] = address.split(':');
const connection = { host, port: Number(port) };
let queue, worker;

// An instant is a delay from the job's own timestamp.
const options = due => {
  const timestamp = Date.now();
  return { timestamp, delay: Math.max(due - timestamp, 0) };
};

await run({
  // addBulk is one transaction: Redis serves nobody else meanwhile.
  maxBatch: 1000,

  async open() {
    queue = new Queue(name, { connection });
    await queue.waitUntilReady();
  },

  registerOne: (i, due) => queue.add('remind', reminder(i), options(due)),

  registerMany: (first, count, due) =>
    queue.addBulk(Array.from({ length: count }, (_, i) => ({ name: 'remind', data: reminder(first + i), opts: options(due) }))),

  // Finished jobs are not kept, which spares it two writes for each.
  async start(handle) {
    worker = new Worker(name, async () => handle(), { connection, concurrency: 200, removeOnComplete: { count: 0 } });
    worker.on('error', error => { throw error; });
    await worker.waitUntilReady();
  },

  stop: () => worker.close(),

  left: async () => Object.values(await queue.getJobCounts()).reduce((sum, jobs) => sum + jobs),

  close: () => queue.close(),
});
