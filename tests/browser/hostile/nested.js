// A worker of the app's own address, for the attempt to start one.
const to = new URL(location.href).searchParams.get('to');
if (to)
  fetch(to).then(
    () => postMessage('reached'),
    (error) => postMessage(String(error)),
  );
