// SPDX-License-Identifier: Apache-2.0
// The editor that a webview lives in.
import type { Place } from "../places";
import { plain } from "../plain";
import { keepReadable } from "./readable";

interface Host<State> {
  postMessage(message: unknown): void;
  getState(): State | undefined;
  setState(state: State): void;
}

declare function acquireVsCodeApi<State>(): Host<State>;

export interface Connection<Out, State> {
  post(message: Out): void;
  /** Keeps what the webview should come back with after a restart of the window. */
  keep(state: State): void;
  kept(): State | undefined;
}

export function connect<Out, State = unknown>(): Connection<Out, State> {
  keepReadable();
  const host = acquireVsCodeApi<State>();
  return {
    post: (message) => host.postMessage(message),
    keep: (state) => host.setState(state),
    kept: () => host.getState(),
  };
}

/** Offers the editor's menu on an element; without a place there is none. */
export function menuOn(element: HTMLElement, placeAt: (event: MouseEvent) => Place | undefined): void {
  element.addEventListener("contextmenu", (event) => {
    const place = placeAt(event);
    if (place) {
      element.dataset["vscodeContext"] = JSON.stringify(place);
    } else {
      event.preventDefault();
    }
  });
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
  out.textContent = plain(text);
  out.className = className;
  parent.append(out);
  return out;
}
