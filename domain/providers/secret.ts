import { inspect } from 'node:util';

/** A secret in memory. However it is printed, logged, joined or made JSON of, it shows `[secret]`; `reveal` is the only way to it. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  /** The value itself: for the call to the provider alone. */
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return '[secret]';
  }
  toJSON(): string {
    return '[secret]';
  }
  [Symbol.toPrimitive](): string {
    return '[secret]';
  }
  [inspect.custom](): string {
    return '[secret]';
  }
}
