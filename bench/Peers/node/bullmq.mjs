import { Queue, Worker } from 'bullmq';
import { connection as address, reminder, run } from './peer.mjs';

const name = 'reminders';
const [host, port] = address.split(':');
const connection = { host, port: Number(port) };
let queue, worker;

// BullMQ takes a delay from the job's timestamp instead of an instant.
const options = due => {
  const timestamp = Date.now();
  return { timestamp, delay: Math.max(due - timestamp, 0) };
};

await run({
  // addBulk is one transaction, which blocks Redis until it ends.
  maxBatch: 1000,

  async open() {
    queue = new Queue(name, { connection });
    await queue.waitUntilReady();
  },

  registerOne: (i, due) => queue.add('remind', reminder(i), options(due)),

  registerMany: (first, count, due) =>
    queue.addBulk(Array.from({ length: count }, (_, i) => ({ name: 'remind', data: reminder(first + i), opts: options(due) }))),

  // The worker keeps no finished jobs, which saves two writes for each job.
  async start(handle) {
    worker = new Worker(name, async () => handle(), { connection, concurrency: 200, removeOnComplete: { count: 0 } });
    worker.on('error', error => { throw error; });
    await worker.waitUntilReady();
  },

  stop: () => worker.close(),

  left: async () => Object.values(await queue.getJobCounts()).reduce((sum, jobs) => sum + jobs),

  close: () => queue.close(),
});
