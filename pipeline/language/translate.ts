/** Translates what a report says, message by message. It knows no file and no browser, for it runs in both. */
import { type Catalogue, cutMessage, type Entry, type Message } from './catalogue.ts';

/** Gives a text in another language; null where the catalogue does not have it. */
export type Translate = (text: string) => string | null;

interface Pattern {
  readonly english: Message;
  /** Its longest text, which a sentence has to have. */
  readonly longest: string;
  /** Whether it is of several sentences. */
  readonly isLong: boolean;
  readonly translated: Message;
}

/** Names of models, cells and versions of scores, hashes, paths, keys of a config, and numbers. */
const NAMES = [
  /^[hb]\d+[-\w.]*$/,
  /^[\w+-]+-[0-9a-f]{8}$/,
  /^[0-9a-f]{7,8}$/,
  /^[\w./-]+\/[\w./-]+$/,
  /^[\w-]+\.(md|csv|json)$/,
  /^[a-zA-Z]+\.[a-zA-Z.]+(: \w+)?$/,
];

/** A text that no language changes: without a letter but in a numbered tag. */
const NEUTRAL = /^[^A-Za-z]*$/;
const SENTENCE_END = /(?<=[.?!]["”’)]?(?:<\/\d+>)?) (?=(?:<\d+>)?[A-Z“‘"0-9★])/;

/** Opens a catalogue. */
export function openTranslator({ entries, punctuation, names }: Catalogue): Translate {
  const all = entries.flatMap((entry) => [entry, ...withoutStop(entry, punctuation.stop)]);
  const exact = new Map(all.filter(([english]) => !english.includes('{')));
  const patterns = openPatterns(all);
  const kept = new Set(names);
  const known = new Map<string, string | null>();

  function translate(text: string): string | null {
    const found = known.get(text);
    if (found !== undefined) return found;
    // What is asked again while it is being found out is not found that way.
    known.set(text, null);
    const translated = find(text);
    known.set(text, translated);
    return translated;
  }

  function find(text: string): string | null {
    const [, before = '', core = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text)!;
    if (before !== '' || after !== '') {
      const own = translate(core);
      return own === null ? null : `${before}${own}${after}`;
    }
    if (NEUTRAL.test(text) || kept.has(text) || NAMES.some((name) => name.test(text))) return text;
    return exact.get(text) ?? findPattern(text) ?? findParts(text) ?? findLowered(text);
  }

  function findPattern(text: string): string | null {
    // Only a message of several sentences is what several sentences may be.
    const isLong = SENTENCE_END.test(text);
    for (const pattern of patterns) {
      if (isLong && !pattern.isLong) continue;
      if (!text.includes(pattern.longest)) continue;
      const values = match(pattern, text, 0, 0);
      if (values !== null) return fill(pattern.translated, values);
    }
    return null;
  }

  /** The translations of what stands in the slots from `slot` on, where the text goes on at `from`. */
  function match(pattern: Pattern, text: string, slot: number, from: number): Map<string, string> | null {
    const { texts, slots } = pattern.english;
    const own = texts[slot]!;
    if (!text.startsWith(own, from)) return null;
    const begin = from + own.length;
    if (slot === slots.length) return begin === text.length ? new Map() : null;
    const next = texts[slot + 1]!;
    const isLast = slot + 1 === slots.length;
    if (next === '' && !isLast)
      throw new RangeError(`two slots of a message are not told apart: ${slots.join()}`);
    const first = isLast ? text.length - next.length : text.indexOf(next, begin + 1);
    for (let at = first; at > begin && at >= 0; at = text.indexOf(next, at + 1)) {
      const inner = text.slice(begin, at);
      const value = fits(slots[slot]!, inner) && !isOfList(inner, pattern) ? translate(inner) : null;
      if (value !== null) {
        const rest = match(pattern, text, slot + 1, at);
        if (rest !== null) return rest.set(slots[slot]!, value);
      }
      if (isLast) return null;
    }
    return null;
  }

  /**
   * Whether what would stand in a slot has a joint of a list and the pattern's own words again: then the pattern is that of
   * each item, and not of the list.
   */
  function isOfList(inner: string, { longest }: Pattern): boolean {
    return (
      inner.includes(longest) &&
      !NEUTRAL.test(longest) &&
      punctuation.joints.some(([joint]) => inner.includes(joint))
    );
  }

  /** Sentences, the items of a list, and what is in brackets, each by itself. */
  function findParts(text: string): string | null {
    const sentences = text.split(SENTENCE_END);
    if (sentences.length > 1) return joinSentences(sentences);
    const bare = /^(.*)\.((?:<\/\d+>)?)$/s.exec(text);
    if (bare !== null) {
      const own = translate(`${bare[1]}${bare[2]}`);
      return own === null ? null : `${own}${punctuation.stop}`;
    }
    for (const [joint, own] of punctuation.joints) {
      const found = splitOnce(text, joint, own);
      if (found !== null) return found;
    }
    const bracketed = /^(.*?) ?\(([^()]*)\)(.*)$/s.exec(text);
    if (bracketed === null) return null;
    const [open, close] = punctuation.brackets;
    const [outer, inner, rest] = bracketed.slice(1).map((part) => (part === '' ? '' : translate(part)));
    if (outer === null || inner === null || rest === null) return null;
    return `${outer}${open}${inner}${close}${rest}`;
  }

  /** The text as two parts, where there is a place to cut it at which both are known. */
  function splitOnce(text: string, joint: string, own: string): string | null {
    for (let at = text.indexOf(joint); at > 0; at = text.indexOf(joint, at + 1)) {
      const rest = text.slice(at + joint.length);
      if (rest === '') return null;
      const head = translate(text.slice(0, at));
      const tail = head === null ? null : translate(rest);
      if (head !== null && tail !== null) return `${head}${own}${tail}`;
    }
    return null;
  }

  /** Sentence by sentence, but several at once where they are one message. */
  function joinSentences(sentences: readonly string[]): string | null {
    const own: string[] = [];
    for (let at = 0; at < sentences.length; ) {
      const size = sizes(sentences.length - at).find((count) => {
        const some = sentences.slice(at, at + count).join(' ');
        const found = count === 1 ? translate(some) : (exact.get(some) ?? findPattern(some));
        if (found !== null && found !== undefined) own.push(found);
        return found !== null && found !== undefined;
      });
      if (size === undefined) return null;
      at += size;
    }
    return own.join(punctuation.between);
  }

  /** A sentence may begin with what elsewhere stands in the middle of one. */
  function findLowered(text: string): string | null {
    const lowered = `${text[0]!.toLowerCase()}${text.slice(1)}`;
    return lowered === text ? null : translate(lowered);
  }

  return translate;
}

/** Whether a text may stand in a slot: `{n}` is for numbers alone, and what ends there is a sentence or an item. */
function fits(slot: string, text: string): boolean {
  if (!NEUTRAL.test(text)) return slot !== 'n';
  return !/[.,;]$/.test(text);
}

/** A message as it is in the middle of a sentence, where it ends one by itself. */
function withoutStop([english, own]: Entry, stop: string): Entry[] {
  if (!english.endsWith('.') || !own.endsWith(stop)) return [];
  return [[english.slice(0, -1), own.slice(0, -stop.length)]];
}

/** The most sentences that a message has; counts of sentences from the largest that there may be. */
const MOST_SENTENCES = 8;

function sizes(most: number): number[] {
  return Array.from(
    { length: Math.min(most, MOST_SENTENCES) },
    (_, at) => Math.min(most, MOST_SENTENCES) - at,
  );
}

/** The messages with slots, first those that say most by themselves. */
function openPatterns(entries: Catalogue['entries']): Pattern[] {
  const weigh = ({ english }: Pattern) => english.texts.join('').length;
  return entries
    .filter(([english]) => english.includes('{'))
    .map(([text, own]) => {
      const [english, translated] = [cutMessage(text), cutMessage(own)];
      const longest = english.texts.reduce((a, b) => (b.length > a.length ? b : a));
      return { english, translated, longest, isLong: SENTENCE_END.test(text) };
    })
    .sort((a, b) => weigh(b) - weigh(a));
}

function fill({ texts, slots }: Message, values: ReadonlyMap<string, string>): string {
  return texts.map((text, at) => text + (values.get(slots[at] ?? '') ?? '')).join('');
}
