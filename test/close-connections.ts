import { disconnect } from '../shared/postgres/client.ts';

/** A container keeps its connection open; a test file closes it. */
afterAll(disconnect);
