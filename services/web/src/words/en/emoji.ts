export const emoji = {
  search: 'Search emoji',
  none: (text: string) => `No emoji for “${text}”.`,
  all: 'All emoji',
  categories: 'Categories',
  found: 'Found',
  recent: 'Recently used',
  choose: 'Choose an emoji',
  noSkinTone: 'No skin tone',
};
