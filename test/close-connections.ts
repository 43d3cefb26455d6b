import { disconnect } from '../shared/postgres/client.ts';

/** A container keeps its connection for ever; a test file gives it back. */
afterAll(disconnect);
