/** What people are called: an answered rename without a concurrent one leaves one name; otherwise several are possible. */
export class Names {
  readonly #names = new Map<number, Set<string>>();
  readonly #ever = new Map<number, Set<string>>();

  renaming(user: number, name: string): void {
    this.#of(user).add(name);
    this.ever(user).add(name);
  }

  renamed(user: number, name: string): void {
    this.#names.set(user, new Set([name]));
  }

  /** Every name that somebody may have had. */
  ever(user: number): Set<string> {
    const names = this.#ever.get(user) ?? new Set([firstName(user)]);
    this.#ever.set(user, names);
    return names;
  }

  check(user: number, name: string): string[] {
    return this.#of(user).has(name) ? [] : [`${user} is called ${name}, which was overwritten`];
  }

  #of(user: number): Set<string> {
    const names = this.#names.get(user) ?? new Set([firstName(user)]);
    this.#names.set(user, names);
    return names;
  }
}

export const firstName = (user: number) => `user ${user}`;
