// The one place that talks to the server.

/** Send what a person does. Gives the answer, or throws with the server's own sentence. */
export async function act(name, body) {
  return answered(await fetch(`/page/${name}`, { method: "POST", body: JSON.stringify(body) }));
}

/** Send a file as a person. */
export async function attach(user, chat, file, caption) {
  const form = new FormData();
  form.append("user", user);
  form.append("chat", chat);
  form.append("caption", caption);
  form.append("file", file, file.name);
  return answered(await fetch("/page/attach", { method: "POST", body: form }));
}

/** The whole state. */
export async function fetchState() {
  return answered(await fetch("/page/state"));
}

/** Read, add to or clear the faults. */
export async function faults(method = "GET", body = undefined) {
  return answered(await fetch("/control/faults", { method, body: body && JSON.stringify(body) }));
}

async function answered(response) {
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? response.statusText);
  return answer;
}

/** Follow the changes for ever. `onOpen` is called after every (re)connection, `onLost` when it broke. */
export function follow({ onOpen, onEvent, onLost }) {
  const stream = new EventSource("/page/stream");
  stream.addEventListener("open", onOpen);
  stream.addEventListener("message", (event) => onEvent(JSON.parse(event.data)));
  stream.addEventListener("error", () => {
    onLost();
    if (stream.readyState === EventSource.CLOSED) {
      setTimeout(() => follow({ onOpen, onEvent, onLost }), 2000);
    }
  });
  addEventListener("pagehide", () => stream.close());
}
