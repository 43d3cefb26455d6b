import type { Command } from './command.ts';
import { cognitoListUsers } from './commands/cognito-list-users.ts';
import { dbConnect } from './commands/db-connect.ts';
import { dbCreate } from './commands/db-create.ts';
import { dbDrop } from './commands/db-drop.ts';
import { dbMigrate } from './commands/db-migrate.ts';
import { dbSeed } from './commands/db-seed.ts';
import { dbSessions } from './commands/db-sessions.ts';
import { dbSetup } from './commands/db-setup.ts';
import { dbUpdateCognitoUserIds } from './commands/db-update-cognito-user-ids.ts';
import { ddbDrop } from './commands/ddb-drop.ts';
import { ddbGetConversation } from './commands/ddb-get-conversation.ts';
import { ddbListConversations } from './commands/ddb-list-conversations.ts';
import { ddbListTables } from './commands/ddb-list-tables.ts';
import { ddbRebuild } from './commands/ddb-rebuild.ts';
import { ddbRedrive } from './commands/ddb-redrive.ts';
import { ddbScan } from './commands/ddb-scan.ts';
import { ddbSchemaLoad } from './commands/ddb-schema-load.ts';
import { ddbSeed } from './commands/ddb-seed.ts';
import { ddbVerify } from './commands/ddb-verify.ts';
import { jobsList } from './commands/jobs-list.ts';
import { jobsRetry } from './commands/jobs-retry.ts';
import { limitsReset } from './commands/limits-reset.ts';
import { limitsShow } from './commands/limits-show.ts';
import { localCode } from './commands/local-code.ts';
import { localDown } from './commands/local-down.ts';
import { localReset } from './commands/local-reset.ts';
import { localStatus } from './commands/local-status.ts';
import { localToken } from './commands/local-token.ts';
import { localUp } from './commands/local-up.ts';
import { rdsUpdateSgRule } from './commands/rds-update-sg-rule.ts';
import { reportsList } from './commands/reports-list.ts';
import { reportsResolve } from './commands/reports-resolve.ts';
import { reportsShow } from './commands/reports-show.ts';
import { searchClear } from './commands/search-clear.ts';
import { searchRebuild } from './commands/search-rebuild.ts';
import { searchRedrive } from './commands/search-redrive.ts';
import { searchVerify } from './commands/search-verify.ts';
import { smoke } from './commands/smoke.ts';
import { sourceFrames } from './commands/source-frames.ts';
import { usersBan } from './commands/users-ban.ts';
import { usersShow } from './commands/users-show.ts';
import { usersSuspend } from './commands/users-suspend.ts';
import { usersUnban } from './commands/users-unban.ts';
import { usersUnsuspend } from './commands/users-unsuspend.ts';

/** Commands under one word, by their names. */
export interface Group {
  description: string;
  members: Record<string, Command | Group>;
}

/** Every command, in the order of the help. */
export const commands: Group = {
  description: 'Runs and operates Cruddur Messaging. Without --stage a command talks to the local cloud.',
  members: {
    local: {
      description: 'the whole system on this machine',
      members: {
        up: localUp,
        down: localDown,
        reset: localReset,
        status: localStatus,
        token: localToken,
        code: localCode,
      },
    },
    ddb: {
      description: 'the DynamoDB table',
      members: {
        'schema-load': ddbSchemaLoad,
        'list-tables': ddbListTables,
        drop: ddbDrop,
        seed: ddbSeed,
        scan: ddbScan,
        verify: ddbVerify,
        rebuild: ddbRebuild,
        redrive: ddbRedrive,
        patterns: {
          description: 'access patterns, as the services run them',
          members: { 'get-conversation': ddbGetConversation, 'list-conversations': ddbListConversations },
        },
      },
    },
    search: {
      description: 'the words of messages, by which people find them',
      members: {
        verify: searchVerify,
        rebuild: searchRebuild,
        redrive: searchRedrive,
        clear: searchClear,
      },
    },
    jobs: {
      description: 'background jobs, such as a rename in every conversation',
      members: { list: jobsList, retry: jobsRetry },
    },
    limits: {
      description: 'how often somebody may do something',
      members: { show: limitsShow, reset: limitsReset },
    },
    reports: {
      description: 'what people report',
      members: { list: reportsList, show: reportsShow, resolve: reportsResolve },
    },
    db: {
      description: 'the Postgres database',
      members: {
        create: dbCreate,
        drop: dbDrop,
        migrate: dbMigrate,
        seed: dbSeed,
        setup: dbSetup,
        connect: dbConnect,
        sessions: dbSessions,
        'update-cognito-user-ids': dbUpdateCognitoUserIds,
      },
    },
    users: {
      description: 'users, their bans and suspensions',
      members: {
        show: usersShow,
        ban: usersBan,
        unban: usersUnban,
        suspend: usersSuspend,
        unsuspend: usersUnsuspend,
      },
    },
    cognito: { description: 'the user pool', members: { 'list-users': cognitoListUsers } },
    rds: {
      description: 'network access to the database on AWS',
      members: { 'update-sg-rule': rdsUpdateSgRule },
    },
    smoke,
    'source-frames': sourceFrames,
  },
};
