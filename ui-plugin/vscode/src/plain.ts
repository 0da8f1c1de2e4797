// SPDX-License-Identifier: Apache-2.0
// Texts of recorded files and their names, as they are shown: nothing in them hides or turns round what stands about
// them. Tabs and ends of lines stay.

const HIDDEN =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0d\uffa0]/gu;

/** The same text, in which such characters are numbers. */
export function plain(text: string): string {
  return text.replace(HIDDEN, (character) => {
    const digits = character.codePointAt(0)!.toString(16);
    return digits.length > 4
      ? `\\u{${digits}}`
      : digits.length > 2
        ? `\\u${digits.padStart(4, "0")}`
        : `\\x${digits.padStart(2, "0")}`;
  });
}
