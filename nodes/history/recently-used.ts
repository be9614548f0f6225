/** Values by name. Bounded: the one that was not used for longest is forgotten first, so that requests cannot fill the memory. */
export class RecentlyUsed<T> {
  readonly #maxEntries: number;
  /** Oldest use first. */
  readonly #entries = new Map<string, T>();

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  /** What is kept under the name; undefined when it was never set or is forgotten. */
  get(name: string): T | undefined {
    const value = this.#entries.get(name);
    if (value !== undefined) this.set(name, value);
    return value;
  }

  set(name: string, value: T): void {
    this.#entries.delete(name);
    this.#entries.set(name, value);
    if (this.#entries.size > this.#maxEntries) this.#forgetOldest();
  }

  delete(name: string): void {
    this.#entries.delete(name);
  }

  clear(): void {
    this.#entries.clear();
  }

  #forgetOldest(): void {
    const oldest = this.#entries.keys().next();
    if (oldest.done !== true) this.#entries.delete(oldest.value);
  }
}
