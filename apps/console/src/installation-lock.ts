import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WrongSetting } from '#platform';

/** One start at a time in one VAR_DIR; the lock of a start that was killed is taken over. */
export function lockInstallation(varDir: string): () => void {
  const path = join(varDir, 'start.pid');
  mkdirSync(varDir, { recursive: true });
  if (!take(path)) {
    const pid = Number(readFileSync(path, 'utf8'));
    if (isOurStart(pid)) {
      throw new WrongSetting(
        `Assent already runs in ${varDir} (process ${pid}): stop that one, or set VAR_DIR to another folder.`,
      );
    }
    rmSync(path, { force: true });
    if (!take(path)) return lockInstallation(varDir);
  }
  return () => rmSync(path, { force: true });
}

/** The file appears with its content or not at all. */
function take(path: string): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A number may have been given to another program since; where /proc tells, that is asked too. */
function isOurStart(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const commandLine = `/proc/${pid}/cmdline`;
  return !existsSync(commandLine) || readFileSync(commandLine, 'utf8').includes('start.js');
}
