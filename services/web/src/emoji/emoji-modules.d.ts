/** Made by emoji-plugin.ts, one for each language. */
declare module 'virtual:emoji-*' {
  const emoji: import('frimousse').EmojiData;
  export default emoji;
}
