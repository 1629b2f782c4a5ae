import { runConsole } from './console.js';

/** The command line. A reader that has seen enough (`… | head`) ends it without a complaint. */
process.stdout.on('error', () => process.exit(0));

// The database's presence ends with this process; only then may others stop it.
process.exitCode = await runConsole(process.argv.slice(2), {
  environment: process.env,
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
});
