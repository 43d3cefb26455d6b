/** What each catalogue of a language holds: the strings of some pages. */
export interface Words {
  account: typeof import('./en/account.ts').account;
  emoji: typeof import('./en/emoji.ts').emoji;
  errors: typeof import('./en/errors.ts').errors;
  messages: typeof import('./en/messages.tsx').messages;
  notifications: typeof import('./en/notifications.ts').notifications;
  people: typeof import('./en/people.tsx').people;
  settings: typeof import('./en/settings.tsx').settings;
  shell: typeof import('./en/shell.ts').shell;
}

interface Other {
  /** In the language itself. */
  name: string;
  words: { [Part in keyof Words]: () => Promise<{ [Name in Part]: Words[Part] }> };
  /** Made by emoji-plugin.ts. */
  emoji: typeof englishEmoji;
}

const englishEmoji = () => import('virtual:emoji-en');

/** Every language but English, which the pages carry. One more is a folder like `de`, and an entry here. */
export const others = {
  de: {
    name: 'Deutsch',
    words: {
      account: () => import('./de/account.ts'),
      emoji: () => import('./de/emoji.ts'),
      errors: () => import('./de/errors.ts'),
      messages: () => import('./de/messages.tsx'),
      notifications: () => import('./de/notifications.ts'),
      people: () => import('./de/people.tsx'),
      settings: () => import('./de/settings.tsx'),
      shell: () => import('./de/shell.ts'),
    },
    emoji: () => import('virtual:emoji-de'),
  },
} satisfies Record<string, Other>;

export type Language = 'en' | keyof typeof others;

export const languages = ['en', ...Object.keys(others)] as Language[];

/** The name of a language, in itself. */
export const nameOf = (language: Language): string => (language === 'en' ? 'English' : others[language].name);

/** The emoji with their names and search words in a language, as a module. */
export const emojiIn = (language: Language) =>
  language === 'en' ? englishEmoji() : others[language].emoji();

export const isLanguage = (text: string): text is Language => (languages as string[]).includes(text);
