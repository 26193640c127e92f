/** The first script in the sandbox's worker: takes away what plugins must not have, waits for the ports, exposes the bench. */
import * as Comlink from 'comlink';
import { Bench } from './bench.ts';
import { hardenWorker } from './harden.ts';
import { Speaker } from './speaker.ts';

hardenWorker(self);

function takePorts(event: MessageEvent): void {
  const [calls, events] = event.ports;
  if (event.data?.kind !== 'ports' || !calls || !events) return;
  removeEventListener('message', takePorts);
  const speaker = new Speaker(events);
  speaker.listenToConsole(self);
  Comlink.expose(new Bench(speaker).api, calls);
}
addEventListener('message', takePorts);
