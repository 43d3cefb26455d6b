/** Races of two operations. */
import '../races/sends.ts';
import '../races/rows.ts';
import '../races/blocks.ts';
import '../races/requests.ts';
