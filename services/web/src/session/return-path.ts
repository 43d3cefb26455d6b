/** Where to go after sign-in: a path of this application only, which prevents open redirects. */
export function returnPath(search: string): string {
  const path = new URLSearchParams(search).get('return') ?? '';
  const isLocal =
    /^\/(?![/\\])/.test(path) && URL.parse(path, 'https://here.invalid')?.host === 'here.invalid';
  return isLocal ? path : '/messages';
}
