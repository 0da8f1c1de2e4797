// SPDX-License-Identifier: Apache-2.0
// What has to be known to record a migration, or to attach to a QEMU, and the command line for it.

export type Mode = "record" | "attach";

export interface FieldModel {
  readonly id: string;
  readonly label: string;
  /** The option of the command; empty: the value is an argument. */
  readonly option: string;
  readonly hint: string;
  /** What is offered: monitors and logs that were found, or words. */
  readonly offers?: "monitors" | "processes" | readonly string[];
  /** Several values, with spaces between. */
  readonly several?: true;
}

const OUTPUT: FieldModel = {
  id: "output",
  label: "New folder for the capture",
  option: "-o",
  hint: "it holds secrets of the guest: only you can read it",
};

export const FORMS: Readonly<Record<Mode, readonly FieldModel[]>> = {
  record: [
    {
      id: "source",
      label: "Monitor of the source",
      option: "--source-qmp",
      hint: "a QMP socket, or tcp:HOST:PORT",
      offers: "monitors",
    },
    {
      id: "destination",
      label: "Monitor of the destination",
      option: "--destination-qmp",
      hint: "of a QEMU that was started with -incoming",
      offers: "monitors",
    },
    {
      id: "incoming",
      label: "Where the destination listens",
      option: "--incoming",
      hint: "such as tcp:127.0.0.1:4444; not with -incoming defer",
    },
    {
      id: "capabilities",
      label: "Capabilities",
      option: "-c",
      hint: "such as multifd=on postcopy-ram=on",
      several: true,
    },
    {
      id: "sourceLog",
      label: "Log of the source",
      option: "--source-log",
      hint: "where it is not found by itself",
    },
    { id: "destinationLog", label: "Log of the destination", option: "--destination-log", hint: "the same" },
    { id: "plan", label: "Or a plan", option: "", hint: "a file with settings, one a line" },
    OUTPUT,
  ],
  attach: [
    {
      id: "qmp",
      label: "Monitor of QEMU",
      option: "--qmp",
      hint: "a QMP socket, or tcp:HOST:PORT",
      offers: "monitors",
    },
    {
      id: "follow",
      label: "Log to follow",
      option: "--follow",
      hint: "where it is not found by itself, or alone",
    },
    {
      id: "pid",
      label: "Process to trace",
      option: "--pid",
      hint: "shows its vhost-user messages, and slows it down",
      offers: "processes",
    },
    { id: "as", label: "Side", option: "--as", hint: "if it is known", offers: ["source", "destination"] },
    OUTPUT,
  ],
};

export type Values = Readonly<Record<string, string>>;

const value = (values: Values, id: string) => (values[id] ?? "").trim();

/** What is wrong with a form, by field; nothing if it can be used. */
export function problemsOf(mode: Mode, values: Values): Record<string, string> {
  const out: Record<string, string> = {};
  for (const { id } of FORMS[mode]) {
    if (value(values, id).startsWith("-")) {
      out[id] = "this would be read as an option";
    }
  }
  const given = (id: string) => value(values, id) !== "";
  if (mode === "record" && !given("plan")) {
    for (const id of ["source", "destination"]) {
      if (!given(id)) {
        out[id] ??= "needed, unless a plan has it";
      }
    }
  }
  if (mode === "record" && given("source") && value(values, "source") === value(values, "destination")) {
    out["destination"] ??= "this is the monitor of the source";
  }
  const wrong = value(values, "capabilities")
    .split(/\s+/)
    .find((each) => each !== "" && !/^[\w.-]+=(?:on|off)$/.test(each));
  if (wrong !== undefined) {
    out["capabilities"] ??= `${wrong} is not NAME=on or NAME=off`;
  }
  if (mode === "attach" && !given("qmp") && !given("follow") && !given("pid")) {
    out["qmp"] ??= "a monitor, a log or a process is needed";
  }
  if (given("pid") && !/^\d+$/.test(value(values, "pid"))) {
    out["pid"] ??= "a number";
  }
  if (!value(values, "output").startsWith("/")) {
    out["output"] ??= "the whole path of a folder, beginning with /";
  }
  return out;
}

/** The words of the command line. */
export function argumentsOf(mode: Mode, values: Values): string[] {
  const plain: string[] = [];
  const options: string[] = [];
  for (const { id, option, several } of FORMS[mode]) {
    const text = value(values, id);
    for (const each of several ? text.split(/\s+/) : [text]) {
      if (each !== "") {
        (option === "" ? plain : options).push(...(option === "" ? [each] : [option, each]));
      }
    }
  }
  return [mode, ...(mode === "record" ? ["--verbose"] : []), ...options, ...plain];
}
