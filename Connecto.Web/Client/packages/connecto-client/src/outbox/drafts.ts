import { Cell } from '../cell.js';
import type { SharedStorage } from '../storage/sharedStorage.js';

/** What is being written in a planet. */
export interface Draft {
  text: string;
  replyToSeq?: number;
}

const noDraft: Draft = { text: '' };

/** What a user has begun to write, by planet: kept over reload, and the same in all tabs. */
export class Drafts {
  readonly #cells = new Map<string, Cell<Draft>>();
  readonly #unwatch: () => void;
  readonly #prefix: string;

  constructor(
    private readonly storage: SharedStorage,
    meId: string,
  ) {
    this.#prefix = `connecto.${meId}.draft.`;
    this.#unwatch = storage.watch((name) => {
      if (name.startsWith(this.#prefix)) this.#cells.get(name.slice(this.#prefix.length))?.set(this.#stored(name));
    });
  }

  of(planetId: string): Cell<Draft> {
    const known = this.#cells.get(planetId) ?? new Cell(this.#stored(this.#prefix + planetId));
    this.#cells.set(planetId, known);
    return known;
  }

  /** One without text and without a reply is no draft any more. */
  set(planetId: string, draft: Draft): void {
    this.of(planetId).set(draft);
    const name = this.#prefix + planetId;
    try {
      if (draft.text === '' && draft.replyToSeq === undefined) this.storage.removeItem(name);
      else this.storage.setItem(name, JSON.stringify(draft));
    } catch {
      // No room: it does not outlast the page.
    }
  }

  /** The planets in which something is being written. */
  planets = (): string[] =>
    this.storage
      .names()
      .filter((name) => name.startsWith(this.#prefix))
      .map((name) => name.slice(this.#prefix.length));

  close(): void {
    this.#unwatch();
  }

  #stored(name: string): Draft {
    const text = this.storage.getItem(name);
    return text ? (JSON.parse(text) as Draft) : noDraft;
  }
}
