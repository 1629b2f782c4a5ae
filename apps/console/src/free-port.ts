import { createServer, type AddressInfo } from 'node:net';
import { WrongSetting } from '#platform';

/** The port that was set, or the usual one, or any that is free. */
export async function choosePort(
  host: string,
  { name, set, usual }: { name: string; set: number | null; usual: number },
): Promise<number> {
  if (set !== null && set !== 0) {
    if ((await tryPort(host, set)) !== null) return set;
    throw new WrongSetting(`${name} ${set} is in use on ${host}: set ${name} to another number.`);
  }
  return (await tryPort(host, usual)) ?? (await tryPort(host, 0))!;
}

function tryPort(host: string, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else if (error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL')
        reject(refused(host, port));
      else reject(error);
    });
    server.listen(port, host, () => {
      const { port: found } = server.address() as AddressInfo;
      server.close(() => resolve(found));
    });
  });
}

const refused = (host: string, port: number) =>
  new WrongSetting(`This user may not listen on ${host} port ${port}: choose another one.`);
