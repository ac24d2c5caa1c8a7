import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { url } from './server';

/** The server behind an address of its own, where another version of the client can be deployed: its worker is another. */
export class DeployedAnew {
  #version = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<DeployedAnew> {
    const { hostname, port } = new URL(url);
    const server = createServer();
    const deployed = new DeployedAnew(server);
    server.on('request', (incoming, outgoing) => {
      const isWorker = incoming.url === '/sw.js';
      const headers = { ...incoming.headers, 'accept-encoding': 'identity' };
      const forwarded = request({ hostname, port, path: incoming.url, method: incoming.method, headers }, (answer) => {
        if (isWorker) {
          outgoing.writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'no-store' });
          outgoing.write(`// version ${deployed.#version}\n`);
        } else {
          outgoing.writeHead(answer.statusCode!, answer.headers);
        }
        answer.pipe(outgoing);
      });
      forwarded.on('error', () => outgoing.destroy());
      incoming.pipe(forwarded);
    });
    server.on('upgrade', (incoming, socket, head) => {
      const there = connect(Number(port), hostname, () => {
        const lines = incoming.rawHeaders.flatMap((name, i, all) => (i % 2 ? [] : [`${name}: ${all[i + 1]}`]));
        there.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
        there.write(head);
        there.pipe(socket).pipe(there);
      });
      there.on('error', () => socket.destroy());
      socket.on('error', () => there.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return deployed;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  deploy(): void {
    this.#version++;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
