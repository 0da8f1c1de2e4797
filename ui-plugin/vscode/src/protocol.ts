// SPDX-License-Identifier: Apache-2.0
// The requests that `vtrace lsp` adds to LSP, as documented in ../server/PROTOCOL.md.

/** Nanoseconds since the epoch; a string "0x..." where a double would lose digits. */
export type Time = number | string | null;

export interface Position {
  line: number;
  character: number;
}

export interface Range {
  start: Position;
  end: Position;
}

export interface Evidence {
  file: string;
  line?: number;
  offset?: number;
  text: string;
  uri?: string;
  position?: Position;
  /** Of a message that is evidence only because nothing was sent between it and the next. */
  neighbour?: { side: "before" | "after"; time: Time };
}

export type Verdict = "executed" | "skipped" | "not-due" | "failed" | "violation" | "unknown";

export interface CaptureFile {
  name: string;
  uri: string;
  textUri?: string;
  /** Of a file with a message in each line: these, decoded. */
  messagesUri?: string;
  kind: string;
  role: string;
  participant: string;
  size: number;
}

export interface Participant {
  role: string;
  name: string;
  clock: string;
  evidence: string[];
}

export interface Migration {
  attempt: number;
  outcome: string;
  why?: string;
  source?: string;
  destination?: string;
}

export interface OpenCapture {
  capture: string;
  name: string;
  kind: string;
  files: CaptureFile[];
  participants: Participant[];
  devices: { name: string; participants: string[]; queues: number }[];
  migrations: Migration[];
  totals: Record<Verdict, number>;
  problems: { error: number; warning: number; info: number };
  downtime: { migration: number; beginKnown: boolean; endKnown: boolean; length: number }[];
  timeline: { clock: "time" | "order"; begin: Time; end: Time; headline: string[]; items: number };
}

export interface Operation {
  operation: string;
  queue: number | null;
  verdict: Verdict;
  why: string;
  evidence: Evidence[];
  item?: number;
}

export interface LedgerWindow {
  id: string;
  role: string;
  participant: string;
  device: string;
  kind: string;
  begin: Time;
  end: Time;
  beginTime?: string;
  migration: number | null;
  phase: string;
  transfer: string;
  why: string;
  operations: Operation[];
  item?: number;
}

export interface Ledger {
  capture: string;
  participants: Participant[];
  migrations: Migration[];
  windows: LedgerWindow[];
  totals: Record<Verdict, number>;
}

export interface Sighting {
  participant: string;
  what: string;
  fd?: number;
  time: Time;
  evidence: Evidence;
}

export interface Descriptor {
  index: number;
  channel: string;
  kind: string;
  purpose: string;
  state: string;
  sightings: Sighting[];
}

export interface Descriptors {
  descriptors: Descriptor[];
}

export interface Finding {
  code: string;
  /** The finding that this one merely follows from, by its index. */
  follows?: { code: string; diagnostic: number };
  severity: "error" | "warning" | "info";
  path: string;
  message: string;
  hint?: string;
  time?: Time;
  evidence: Evidence[];
  page?: string;
}

export interface Findings {
  rules: number;
  diagnostics: Finding[];
  /** What was looked at. */
  files: { file: string; kind: string; records: number; understood: number }[];
  notRead: { file: string; why: string }[];
}

export interface Lane {
  kind: "participant" | "device" | "queue" | "backend" | "stream";
  label: string;
  participant?: string;
  device?: string;
  queue?: number;
}

export interface Segment {
  begin: Time;
  end: Time;
  from: number;
  to: number;
}

export interface Item {
  id: number;
  kind: string;
  lane: number;
  to?: number;
  begin: Time;
  end?: Time;
  estimated?: boolean;
  name: string;
  state?: string;
  why?: string;
  queue?: number;
  within?: number;
  links?: number[];
  evidence?: Evidence[];
}

export interface Cluster {
  lane: number;
  kind: string;
  begin: Time;
  end: Time;
  count: number;
  states: Record<string, number>;
  first: number;
  last: number;
}

/** Where the time went in which the guest did not run; nanoseconds. */
export interface Downtime {
  migration: number;
  beginKnown: boolean;
  endKnown: boolean;
  length: number;
  parts: Record<string, number>;
  devices: Record<string, Record<string, number>>;
}

export interface Timeline {
  name: string;
  clock: "time" | "order";
  begin: Time;
  end: Time;
  headline: string[];
  lanes: Lane[];
  segments: Segment[];
  downtime?: Downtime[];
  items: Item[];
  window?: { from: Time; to: Time };
  total?: number;
  clusters?: Cluster[];
}

export interface TimelineParams {
  capture: string;
  from?: Time;
  to?: Time;
  pixels?: number;
  brief?: boolean;
}

/** What belongs to a place or a time. */
export interface At {
  capture: string;
  time: Time;
  items: number[];
  windows: { window: string; item: number }[];
  operations: { window: string; operation: number; item: number }[];
  problems: number[];
  descriptors: number[];
}

export interface FileKind {
  uri: string;
  kind: string;
  role: string;
  size: number;
  textUri: string | null;
  messagesUri: string | null;
  capture: string | null;
}

export interface StreamNode {
  id: string;
  /** Which of the devices of this name; not there for the first one. */
  instance?: number;
  label: string;
  path: string;
  kind: "section" | "field";
  type: string;
  offset: number;
  length: number;
  value?: string;
  names?: string[];
  status?: "opaque" | "truncated";
  fd?: string;
  children: number;
}

export interface StreamSummary {
  outcome: string;
  coverage: { total: number; decoded: number; opaque: number; unreachable: number };
  machine?: string;
  fds: { index: number; offset: number; path: string; kind: string }[];
  diagnostics: { code: string; severity: string; offset: number; message: string; hint?: string }[];
}

export interface StreamTree {
  uri: string;
  size: number;
  read: number;
  complete: boolean;
  node: string;
  total: number;
  from: number;
  nodes: StreamNode[];
  summary?: StreamSummary;
}

export interface StreamBytes {
  offset: number;
  size: number;
  data: string;
}

export interface SearchResult {
  nodes: StreamNode[];
  complete: boolean;
}

export interface LogLine {
  text: string;
  /** The whole length of a line that is cut. */
  length?: number;
  /** Of each token start, length, type and modifiers, as in LSP. */
  tokens: number[];
  verdict?: Verdict;
  /** What stands at the end of the line. */
  note?: string;
  /** What became of the start or stop that begins here. */
  lens?: string;
  window?: string;
  item?: number;
  problem?: boolean;
}

export interface LogLines {
  uri: string;
  from: number;
  /** Lines so far. */
  total: number;
  size: number;
  read: number;
  complete: boolean;
  capture: string | null;
  participant: string;
  lines: LogLine[];
}

export interface LogSearch {
  uri: string;
  text: string;
  regex: boolean;
  matchCase: boolean;
  from: number;
}

interface OutlineSymbol {
  name: string;
  detail?: string;
  range: Range;
  children?: OutlineSymbol[];
}

interface TextDocument {
  textDocument: { uri: string };
}

/** Files of a run by what they tell of. */
export interface LooseFiles {
  source?: string[];
  destination?: string[];
  qemu?: { name: string; uri: string }[];
  stream?: string;
  fds?: string;
  socket?: string[];
  qmp?: string;
  traceEvents?: string;
}

/** Where an operation stands in the ledger of one of two runs; null if it has none. */
export type DifferencePlace = { window: string; operation: number; item?: number } | null;

export interface OperationDifference {
  migration: number;
  role: string;
  phase: string;
  kind: string;
  device: string;
  operation: string;
  queue: number | null;
  a: Verdict | null;
  b: Verdict | null;
  why: string;
  places: { a: DifferencePlace; b: DifferencePlace };
}

export interface ComparedRun {
  name: string;
  outcomes: string[];
  downtime: Record<string, number>;
}

/** What two runs differ in. */
export interface RunDifference {
  a: ComparedRun;
  b: ComparedRun;
  operations: OperationDifference[];
  messages: { side: string; what: string; a: number; b: number }[];
  descriptors: { side: string; what: string; a: number; b: number }[];
  findings: { code: string; severity: Finding["severity"]; message: string; a: number; b: number }[];
  compared: number;
  differences: number;
}

/** The steps of a run at which a condition holds. */
/** What a condition may name, and values that some of the names have. */
export interface ConditionNames {
  readonly names: readonly string[];
  readonly values: Readonly<Record<string, readonly string[]>>;
}

export interface QueryResult {
  total: number;
  items: number[];
  steps: { kind: string; name: string; text: string; time: Time; item?: number; evidence: Evidence }[];
}

/** Each request with its parameters and its result. */
export interface Requests {
  "vtrace/open": [{ uri: string } | { files: LooseFiles }, OpenCapture];
  "vtrace/close": [{ capture: string }, null];
  "vtrace/verify": [
    { capture: string },
    { files: number; changed: string[]; missing: string[]; unfinished: string[] },
  ];
  "vtrace/ledger": [{ capture: string }, Ledger];
  "vtrace/fds": [{ capture: string }, Descriptors];
  "vtrace/diagnostics": [{ capture: string }, Findings];
  "vtrace/timeline": [TimelineParams, Timeline];
  "vtrace/items": [{ capture: string; ids: number[] }, { items: Item[] }];
  "vtrace/at": [
    { uri: string; position: Position } | { uri: string; offset: number } | { capture: string; time: Time },
    At,
  ];
  "vtrace/queryNames": [{ capture: string }, ConditionNames];
  "vtrace/query": [{ capture: string; where: string; limit?: number }, QueryResult];
  "vtrace/diff": [{ a: string; b: string }, RunDifference];
  "vtrace/locate": [
    { capture: string; file: string; line?: number; offset?: number } | { capture: string; item: number },
    { uri: string; range: Range },
  ];
  "vtrace/kind": [{ uri: string }, FileKind];
  "vtrace/text": [{ uri: string }, { uri: string; text: string; lines: number; complete: boolean }];
  "vtrace/stream/tree": [{ uri: string; node?: string; from?: number; count?: number }, StreamTree];
  "vtrace/stream/at": [{ uri: string; offset: number }, { nodes: StreamNode[] }];
  "vtrace/stream/search": [{ uri: string; text: string; after?: string; limit?: number }, SearchResult];
  "vtrace/stream/find": [
    { uri: string; hex: string; from: number; back: boolean },
    { offset: number | null },
  ];
  "vtrace/log/lines": [{ uri: string; from: number; count: number }, LogLines];
  "vtrace/log/search": [LogSearch, { count: number; before: number; places: number[] }];
  "vtrace/log/verdict": [{ uri: string; line: number; back: boolean }, { line: number }];
  "textDocument/hover": [TextDocument & { position: Position }, { contents: { value: string } } | null];
  "textDocument/definition": [
    TextDocument & { position: Position },
    readonly { uri: string; range: Range }[] | null,
  ];
  "textDocument/documentSymbol": [TextDocument, OutlineSymbol[] | null];
  "vtrace/stream/bytes": [{ uri: string; offset: number; length: number }, StreamBytes];
}

/** A time as a number of nanoseconds that loses no digit. */
export function nanoseconds(time: Time | undefined): bigint | null {
  return time === null || time === undefined ? null : BigInt(time);
}

/** A time as the server takes it. */
export function timeOf(ns: bigint): Time {
  return ns <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(ns) : "0x" + ns.toString(16);
}
