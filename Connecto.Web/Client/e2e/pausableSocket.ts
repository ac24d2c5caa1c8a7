import type { Socket } from 'node:net';
import WebSocket from 'ws';

/** A WebSocket constructor whose sockets stop reading while paused, as a reader that has fallen behind does. */
export function pausableSockets() {
  let newest: WebSocket | undefined;

  class PausableSocket extends WebSocket {
    constructor(...args: ConstructorParameters<typeof WebSocket>) {
      super(...args);
      newest = this;
    }
  }

  const tcp = () => (newest as unknown as { _socket: Socket })._socket;
  return { PausableSocket, pause: () => tcp().pause(), resume: () => tcp().resume() };
}
