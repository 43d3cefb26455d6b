/** Part of a list, and where the next part begins; no `next`, no more. */
export interface Page<Item> {
  items: Item[];
  next: string | undefined;
}
