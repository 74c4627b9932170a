import { Logger, makeWorkerUtils, run as runWorker } from 'graphile-worker';
import { connection, reminder, run } from './peer.mjs';

// The settings for speed from graphile-worker's documentation: it fetches jobs by the hundreds and completes them together. It polls for due
// jobs ten times a second, instead of every two seconds.
const preset = {
  worker: {
    connectionString: connection,
    concurrentJobs: 24,
    maxPoolSize: 25,
    pollInterval: 100,
    localQueue: { size: 500 },
    completeJobBatchDelay: 0,
    failJobBatchDelay: 0,
    logger: new Logger(() => (level, message) => {
      if (level === 'error')
        console.error(message);
    }),
  },
};
let utils, runner;

await run({
  maxBatch: 1000,

  async open() {
    utils = await makeWorkerUtils({ preset });
    await utils.migrate();
  },

  registerOne: (i, due) => utils.addJob('remind', reminder(i), { runAt: new Date(due) }),

  registerMany: (first, count, due) =>
    utils.addJobs(Array.from({ length: count }, (_, i) => ({ identifier: 'remind', payload: reminder(first + i), runAt: new Date(due) }))),

  async start(handle) {
    runner = await runWorker({ preset, taskList: { remind: () => handle() }, parsedCronItems: [], noHandleSignals: true });
  },

  stop: () => runner.stop(),

  left: async () => {
    const { rows } = await utils.withPgClient(client => client.query('select count(*)::int as jobs from graphile_worker.jobs'));
    return rows[0].jobs;
  },

  close: () => utils.release(),
});
