// Prints what is said in a planet, and sends each line that is typed:
//   node talk.mjs http://127.0.0.1:5080 ann@example.org PASSWORD PLANET_ID
import { createInterface } from 'node:readline';
import { connect } from '@connecto/client';

const [origin, email, password, planetId] = process.argv.slice(2);
if (!planetId) throw new Error('node talk.mjs ORIGIN EMAIL PASSWORD PLANET_ID');

const client = await connect({ origin, email, password });
const planet = client.enter(planetId);

client.on('message', ({ message }) =>
  console.log(`${planet.state.value.names.get(message.senderId) ?? message.senderId}: ${message.text}`),
);
client.status.watch(() => console.error(`(${client.status.value})`));

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => planet.send(line));

// Whatever was typed is sent before the program ends.
lines.on('close', () => {
  planet.state.watch(leaveOnceSent);
  leaveOnceSent();
});

function leaveOnceSent() {
  const { pending, phase } = planet.state.value;
  if (phase === 'denied' || (phase === 'live' && pending.every(({ status }) => status === 'failed'))) client.close();
}
