// The licences of what runs in production, counted from the lock file; fails if one is not among those agreed to.
import { readFileSync } from 'node:fs';

const agreed = [
  '(MIT OR Apache-2.0)',
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'Unlicense',
];

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const running = Object.entries(packages).filter(
  ([path, { dev, devOptional }]) => path && !dev && !devOptional,
);
const counts = new Map();
for (const [, { license }] of running) counts.set(license, (counts.get(license) ?? 0) + 1);
const listed = [...counts].map(([license, count]) => `${license} ${count}`).join(', ');
console.log(`licences of ${running.length} packages: ${listed}`);
const refused = running.filter(([, { license }]) => !agreed.includes(license));
for (const [path, { license }] of refused) console.log(`not agreed to: ${path}: ${license}`);
process.exitCode = refused.length === 0 && running.length > 0 ? 0 : 1;
