// The one script inside the sandbox's frame: starts the worker and hands it the page's ports. It decides nothing and reads no traffic.
addEventListener('message', (event) => {
  if (event.source !== parent) return;
  const { kind, script, classic } = event.data;
  if (kind === 'pulse') parent.postMessage({ kind: 'pulse' }, '*');
  if (kind !== 'start') return;
  const worker = classic
    ? new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })))
    : new Worker('data:text/javascript;charset=utf-8,' + encodeURIComponent(script), { type: 'module' });
  worker.onerror = (fault) => {
    fault.preventDefault();
    parent.postMessage({ kind: 'death', message: String(fault.message || '') }, '*');
  };
  worker.postMessage({ kind: 'ports' }, event.ports);
});
parent.postMessage({ kind: 'ready' }, '*');
