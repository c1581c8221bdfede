/**
 * Why this file exists: an application in a process of its own, to be killed: it starts the job it is
 * given and says what happens, a line of JSON each.
 */
import type { JobSpec } from '../../../src/shared/entities/job.ts';
import { application } from './support.ts';

const [home = '', job = '', steps = ''] = process.argv.slice(2);
const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);
const app = application(home, steps === '' ? {} : { trainingSteps: Number(steps) });
app.onEvent(({ name, payload }) => {
  if (name === 'jobs.changed') say(payload);
});
const { id } = app.jobs.start(JSON.parse(job) as JobSpec);
say({ started: id });
