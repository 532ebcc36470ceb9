import { connect } from 'node:net';

/** What a connection sends at once; those that have nothing more to say fall silent, the others dribble. */
export const SLOW = {
  'say nothing': { head: '', dribble: '' },
  'dribble headers': { head: 'POST /graphql HTTP/1.1\r\nhost: x\r\nx-fill: ', dribble: 'x' },
  'stop within the headers': { head: 'POST /graphql HTTP/1.1\r\nhost: x\r\n', dribble: '' },
  'dribble a body': {
    head: 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n',
    dribble: ' ',
  },
} as const;

export type SlowKind = keyof typeof SLOW;

/** Opens a connection of the kind and gives the seconds until the server had enough of it. */
export function slowConnection(origin: string, kind: SlowKind, token: string): Promise<number> {
  const { hostname, port } = new URL(origin);
  const { head, dribble } = SLOW[kind];
  const isOfBody = kind === 'dribble a body';
  const started = performance.now();
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      if (head) socket.write(isOfBody ? `${head}authorization: Bearer ${token}\r\n\r\n` : head);
    });
    const timer = setInterval(() => {
      if (dribble && socket.writable) socket.write(dribble);
    }, 500);
    socket.resume();
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      resolve((performance.now() - started) / 1_000);
    });
  });
}

/** So many connections, of all kinds in turn. */
export async function slowConnections(origin: string, count: number, token: string): Promise<readonly number[]> {
  const kinds = Object.keys(SLOW) as SlowKind[];
  const open = Array.from({ length: count }, (_, at) =>
    slowConnection(origin, kinds[at % kinds.length] ?? 'say nothing', token),
  );
  return Promise.all(open);
}
