// A worker that sends, takes and reads mail; test/support/mail-process.ts starts it.
import pg from 'pg';

const [mail, connectionString, settings] = process.argv.slice(2);
const { startSender, mailIntake, startReader } = await import(mail);
const pool = new pg.Pool({ connectionString, options: '-c role=assent_service' });
const onError = (error) => console.error(error);
const common = { pool, settings: JSON.parse(settings), onError };

const intake = await mailIntake.listen(common);
startSender(common);
startReader({ ...common, take: async () => 'counted' });
console.log(intake.port);
