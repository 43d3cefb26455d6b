import { contentSecurityPolicy, narrowedToStage } from './content-security-policy.ts';

const addresses = ['https://cognito-idp.eu-central-1.amazonaws.com/', 'wss://a1.execute-api.example/dev'];

test('the page of a stage may call that stage only', () => {
  const page = narrowedToStage(`<meta content="${contentSecurityPolicy}">`, addresses);
  expect(page).toContain(`connect-src 'self' ${addresses.join(' ')};`);
  expect(page).not.toMatch(/\*|wss:(?!\/)/);
});

test('refuses to deploy a page without a policy', () => {
  expect(() => narrowedToStage('<html></html>', addresses)).toThrow('has no policy');
});

test('a script may neither write HTML nor make a Trusted Types policy besides that of the worker', () => {
  expect(contentSecurityPolicy).toMatch(/require-trusted-types-for 'script'; trusted-types worker$/);
});
