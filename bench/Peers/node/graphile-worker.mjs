import { Logger, makeWorkerUtils, run as runWorker } from 'graphile-worker';
import { connection, reminder, run } from './peer.mjs';

// Its documentation's settings for speed: jobs are fetched by the hundreds, and completed together. It looks for what has become due
// ten times a second, not every two.
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
