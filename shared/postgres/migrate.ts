import Postgrator from 'postgrator';
import { connect } from './client.ts';

/** An arbitrary number, the same for all runners. */
const MIGRATION_LOCK = 7_235_118;

/**
 * Applies the migrations that a database lacks, all of them in one transaction: either every new one is
 * applied and recorded, or none. Two runners at once take turns; the second finds nothing left to do.
 *
 * @param url the database, its `search_path` the schema to migrate.
 * @param directory holds the files `<number>.do.<name>.sql`.
 * @returns the names of the applied migrations.
 */
export async function migrate(url: string, directory: string): Promise<string[]> {
  const sql = connect(url);
  try {
    return await sql.begin(async (transaction) => {
      await transaction`set local statement_timeout = 0`;
      await transaction`select pg_advisory_xact_lock(${MIGRATION_LOCK})`;
      const [row] = await transaction`select current_schema() as schema`;
      const run = async (script: string) => ({ rows: await transaction.unsafe(script) });
      const postgrator = new Postgrator({
        driver: 'pg',
        migrationPattern: `${directory}/*.sql`,
        currentSchema: row?.schema,
        schemaTable: 'schema_migrations',
        execQuery: run,
        execSqlScript: async (script) => void (await run(script)),
      });
      const applied = await postgrator.migrate();
      return applied.map(({ version, name }) => `${version} ${name}`);
    });
  } finally {
    await sql.end({ timeout: 1 });
  }
}
