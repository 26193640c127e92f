/** A server that a plugin would like to reach: answers everything, and remembers who came. */
import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listener {
  readonly url: string;
  /** The port for datagrams. */
  readonly udp: number;
  /** Paths asked for, in order. */
  readonly paths: string[];
  datagrams(): number;
  close(): Promise<void>;
}

const TYPES: Record<string, string> = {
  '/events': 'text/event-stream',
  '/image.png': 'image/gif',
  '/style.css': 'text/css',
};
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

export async function listen(): Promise<Listener> {
  const paths: string[] = [];
  let datagrams = 0;
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((request, response) => {
    paths.push(request.url ?? '');
    const type = TYPES[request.url ?? ''] ?? 'text/javascript';
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': type });
    if (request.url === '/events') response.write('data: x\n\n');
    else response.end(request.url === '/image.png' ? PIXEL : 'export const answer = 42;');
  });
  server.on('upgrade', (request, socket) => {
    paths.push(request.url ?? '');
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.on('error', () => {});
    sockets.add(socket);
  });
  const udp = createSocket('udp4').on('message', () => datagrams++);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  await new Promise<void>((done) => udp.bind(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    udp: udp.address().port,
    paths,
    datagrams: () => datagrams,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      udp.close();
      await new Promise((done) => server.close(done));
    },
  };
}
