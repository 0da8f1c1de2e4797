// SPDX-License-Identifier: Apache-2.0
// What the painters draw on: a canvas, or an SVG document when the picture is saved. Colours are names of
// the theme.

export interface TextStyle {
  readonly colour: string;
  readonly size?: number;
  readonly bold?: boolean;
}

export interface Surface {
  fill(x: number, y: number, width: number, height: number, colour: string): void;
  frame(x: number, y: number, width: number, height: number, colour: string, line?: number): void;
  /** Lines between pairs of points: x, y, x, y for each. */
  lines(points: readonly number[], colour: string, line?: number, dash?: readonly number[]): void;
  text(text: string, x: number, middle: number, style: TextStyle): void;
  width(text: string, style: TextStyle): number;
  mark(state: string, x: number, y: number, radius: number, alpha: number): void;
  clip(x: number, y: number, width: number, height: number, paint: () => void): void;
}

export type Point = readonly [number, number];

/** The form of a mark: a circle, a polygon, or strokes. */
export type Form =
  | { readonly kind: "circle" }
  | { readonly kind: "polygon"; readonly points: readonly Point[]; readonly hollow: boolean }
  | { readonly kind: "cross" }
  | { readonly kind: "dot" };

const DIAMOND: readonly Point[] = [
  [1.3, 0],
  [0, 1.3],
  [-1.3, 0],
  [0, -1.3],
];
const TRIANGLE: readonly Point[] = [
  [0, -1.3],
  [1.13, 0.65],
  [-1.13, 0.65],
];
/** What was found stands on its tip. */
const FLAG: readonly Point[] = [
  [0, 1.2],
  [1.2, -1],
  [-1.2, -1],
];
const SQUARE: readonly Point[] = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
];

// Told by form as well as by colour.
const FORMS: Record<string, Form> = {
  executed: { kind: "circle" },
  skipped: { kind: "polygon", points: DIAMOND, hollow: true },
  violation: { kind: "polygon", points: TRIANGLE, hollow: false },
  unknown: { kind: "polygon", points: SQUARE, hollow: false },
  failed: { kind: "cross" },
  "not-due": { kind: "dot" },
  "violation-flag": { kind: "polygon", points: FLAG, hollow: false },
  "warning-flag": { kind: "polygon", points: FLAG, hollow: false },
};

/** The colour of a mark, by the name that it has in the theme. */
export function colourOf(state: string): string {
  return state.replace(/-flag$/, "");
}

export function formOf(state: string): Form {
  return FORMS[state] ?? { kind: "dot" };
}
