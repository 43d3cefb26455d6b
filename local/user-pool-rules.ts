/**
 * Loaded into cognito-local before it starts: what Amazon Cognito does, what our users rely on, and what cognito-local
 * leaves out.
 */
import './user-pool/addresses.ts';
import './user-pool/sign-up.ts';
import './user-pool/resend-code.ts';
import './user-pool/sessions.ts';
// It comes last: a token that is forged is refused before anything else looks at it.
import './user-pool/signing-key.ts';
