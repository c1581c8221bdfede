/** Why this file exists: runs the catalog's commands as the command line does, on their own. */
import { Command } from 'commander';
import { registerAudit } from '../../../src/main/commands/audit.ts';
import { registerBackup, registerRestore } from '../../../src/main/commands/backup.ts';
import { processTerminal } from '../../../src/main/commands/terminal.ts';
import { LoupeError } from '../../../src/shared/errors.ts';

const program = new Command('loupe');
const terminal = processTerminal(() => true);
for (const register of [registerAudit, registerBackup, registerRestore]) {
  register(program, terminal);
}
try {
  await program.parseAsync(process.argv.slice(2), { from: 'user' });
} catch (error) {
  if (!(error instanceof LoupeError)) throw error;
  terminal.say(`${error.message} ${error.nextStep}`);
  process.exitCode = 1;
}
