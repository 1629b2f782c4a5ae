// One import in a process of its own, which tells how much memory it took: import-once URL FILE
import { importExtract } from '#register';
import { servicePool } from './measure.js';

const [ownerUrl, file] = process.argv.slice(2);
const pool = servicePool({ ownerUrl: ownerUrl! }, 1);
const { added } = await importExtract(pool, file!);
await pool.end();
const peakBytes = process.resourceUsage().maxRSS * 1_024;
process.stdout.write(JSON.stringify({ added, peakBytes }));
