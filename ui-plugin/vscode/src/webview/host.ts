// SPDX-License-Identifier: Apache-2.0
// The editor that a webview lives in.

interface Host<State> {
  postMessage(message: unknown): void;
  getState(): State | undefined;
  setState(state: State): void;
}

declare function acquireVsCodeApi<State>(): Host<State>;

export function connect<Out, State = unknown>(): { post(message: Out): void; keep(state: State): void } {
  const host = acquireVsCodeApi<State>();
  return { post: (message) => host.postMessage(message), keep: (state) => host.setState(state) };
}

export function onMessage<In>(receive: (message: In) => void): void {
  window.addEventListener("message", (event: MessageEvent<In>) => receive(event.data));
}

/** An element of our own page. */
export function byId<E extends HTMLElement>(id: string): E {
  const element = document.getElementById(id);
  if (!element) {
    throw new Error(`no element ${id}`);
  }
  return element as E;
}

/** A new element with a text in it. Texts come from recorded files: never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  text: string,
  parent: HTMLElement,
  className = "",
): HTMLElementTagNameMap[K] {
  const out = document.createElement(name);
  out.textContent = text;
  out.className = className;
  parent.append(out);
  return out;
}
