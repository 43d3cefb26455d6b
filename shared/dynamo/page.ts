/** A page of a list, and where the next one begins; without `next` it is the last. */
export interface Page<Item> {
  items: Item[];
  next: string | undefined;
}
