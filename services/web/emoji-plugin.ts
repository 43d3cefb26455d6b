import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { EmojiData, SkinTone } from 'frimousse';
import type { Plugin } from 'vite';
import { isEmoji } from '../../shared/contract/characters.ts';

/** The module `virtual:emoji-de` holds every emoji with its German name and search words. */
const MODULE = /^(\0?)virtual:emoji-([a-z]{2})$/;

/** Emoji in a chunk for each language, made from `emojibase-data`: a fifth of its files, and from our own site. */
export function emoji(): Plugin {
  return {
    name: 'emoji',
    resolveId: (id) => (MODULE.test(id) ? `\0${id}` : undefined),
    load: (id) => {
      const language = MODULE.exec(id)?.[2];
      return language && `export default JSON.parse(${JSON.stringify(JSON.stringify(emojiIn(language)))});`;
    },
  };
}

/** In the order of `tone` in the data, which begins with 1. */
const TONES = ['light', 'medium-light', 'medium', 'medium-dark', 'dark'] as const;

/** The group of bare skin tones and hair. */
const COMPONENTS = 'component';

/**
 * All emoji in the order of Unicode, with names and search words in a language of `emojibase-data`. One that the API would
 * refuse as a reaction, since Node does not know it yet, is left out.
 */
export function emojiIn(language: string): EmojiData {
  const { groups, subgroups, skinTones } = read<Messages>(language, 'messages');
  const categories = groups.filter(({ key }) => key !== COMPONENTS);
  const flags = subgroups
    .filter(({ key }) => /^(country|subdivision)-flag$/.test(key))
    .map(({ order }) => order);
  return {
    locale: language,
    categories: categories.map(({ order, message }) => ({ index: order, label: capitalized(message) })),
    skinTones: Object.fromEntries(skinTones.map(({ key, message }) => [key, capitalized(message)])) as Tones,
    emojis: read<Emoji[]>(language, 'data')
      .map((each) => ({ ...each, emoji: bare(each.emoji) }))
      .filter(({ group, emoji }) => categories.some(({ order }) => order === group) && isEmoji(emoji))
      .map(({ emoji, group = 0, subgroup = 0, version, label, tags = [], skins }) => ({
        emoji,
        category: group,
        version,
        label: capitalized(label),
        tags,
        ...(flags.includes(subgroup) && { countryFlag: true as const }),
        ...(skins && { skins: tonesOf(skins) }),
      })),
  };
}

/** Without a selector that it does not need: 👍 with one would be another reaction than 👍. */
const bare = (emoji: string) => (isEmoji(emoji) ? emoji : emoji.replace(/\ufe0f$/, ''));

/** Without those of two people with different tones. */
const tonesOf = (skins: readonly Skin[]) =>
  Object.fromEntries(
    skins.flatMap(({ tone, emoji }) => (typeof tone === 'number' ? [[TONES[tone - 1], emoji]] : [])),
  ) as Tones;

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const require = createRequire(import.meta.url);

function read<T>(language: string, name: string): T {
  return JSON.parse(readFileSync(require.resolve(`emojibase-data/${language}/${name}.json`), 'utf8'));
}

type Tones = Record<Exclude<SkinTone, 'none'>, string>;

interface Skin {
  emoji: string;
  tone: number | number[];
}

interface Emoji {
  emoji: string;
  label: string;
  version: number;
  group?: number;
  subgroup?: number;
  tags?: string[];
  skins?: Skin[];
}

interface Named {
  key: string;
  message: string;
  order: number;
}

interface Messages {
  groups: Named[];
  subgroups: Named[];
  skinTones: Omit<Named, 'order'>[];
}
