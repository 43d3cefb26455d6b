/** Where to go after signing in: a path of this application and nothing else, whatever the address bar says. */
export function returnPath(search: string): string {
  const path = new URLSearchParams(search).get('return') ?? '';
  const isLocal =
    /^\/(?![/\\])/.test(path) && URL.parse(path, 'https://here.invalid')?.host === 'here.invalid';
  return isLocal ? path : '/messages';
}
