import { parseSync } from '@swc/core';

/** Attributes, properties and functions whose strings are shown or spoken. */
const SHOWN =
  /^(aria-(label|description|valuetext|roledescription)|title|placeholder|alt|label|lead|hint|cancel|empty|notice)$/;
const TELLS = /^(announce|announceAndShow|useTitle|set(Error|Told|Fault))$/;

/** Attributes that hold no words, even with spaces in between. */
const HOLDS_NO_WORDS = /^(className|d|viewBox|sizes|id|rel)$/;

/** Names of errors and keys, paths of icons, media queries and selectors, where nothing says that they are shown. */
const IS_CODE =
  /^(Unavailable|Unknown|Escape|Tab|Enter|Home|End|M\d[\d\s.a-z-]*|[(.#[].*|input, (textarea, )?select)$/i;

/** The same in every language. */
const NAME = 'Cruddur';

/** What looks like a sentence or a name is one, wherever it stands. */
const SENTENCE = /\p{L}{2}.*\s.*\p{L}|^\p{Lu}\p{Ll}+[.:?!…]?$/u;

/** Where strings are no words: types, addresses of modules, and errors for developers. */
const NO_WORDS = /^(ImportDeclaration|TsLiteralType|ThrowStatement|NewExpression)$/;

type Node = Record<string, unknown>;

/** The strings in a source text that a reader would see or hear. */
export function visibleStrings(source: string): string[] {
  return stringsOf(parseSync(source, { syntax: 'typescript', tsx: true }), false);
}

function stringsOf(value: unknown, isShown: boolean): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => stringsOf(each, isShown));
  if (!isNode(value)) return [];
  const type = String(value.type);
  if (NO_WORDS.test(type)) return [];
  if (type === 'JSXText') return wordsOf(value.value, true);
  if (type === 'StringLiteral') return wordsOf(value.value, isShown);
  if (type === 'TemplateElement') return wordsOf(value.cooked, isShown);
  if (type === 'BinaryExpression' && /^([!=]==|in)$/.test(String(value.operator))) return [];
  if (type === 'JSXAttribute') return ofNamed(value.name, value.value, isShown);
  if (type === 'KeyValueProperty') return ofNamed(value.key, value.value, isShown);
  if (type === 'CallExpression')
    return [
      ...stringsOf(value.callee, false),
      ...stringsOf(value.arguments, TELLS.test(nameOf(value.callee))),
    ];
  if (type === 'JSXElement') return [...stringsOf(value.opening, false), ...stringsOf(value.children, true)];
  return Object.values(value).flatMap((each) => stringsOf(each, isShown));
}

function ofNamed(name: unknown, value: unknown, isShown: boolean): string[] {
  if (HOLDS_NO_WORDS.test(nameOf(name))) return [];
  return stringsOf(value, SHOWN.test(nameOf(name)) || (isShown && !isNode(name)));
}

function wordsOf(value: unknown, isShown: boolean): string[] {
  const text = String(value).trim();
  const isVisible = isShown ? /\p{L}{2}/u.test(text) : SENTENCE.test(text) && !IS_CODE.test(text);
  return isVisible && text !== NAME ? [text] : [];
}

function nameOf(node: unknown): string {
  return isNode(node) && typeof node.value === 'string' ? node.value : '';
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}
