/** Tells listeners of what happens, by name and with the type of its name. One that throws does not keep it from the others. */
export class Events<Map extends object> {
  readonly #listeners = new globalThis.Map<keyof Map, Set<(argument: never) => void>>();

  /** Listens until the answer is called. */
  on<Name extends keyof Map>(name: Name, listener: (argument: Map[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  tell<Name extends keyof Map>(name: Name, argument: Map[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        (listener as (argument: Map[Name]) => void)(argument);
      } catch (error) {
        // It surfaces as an uncaught error of the program, as it would from an event listener of the browser.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
