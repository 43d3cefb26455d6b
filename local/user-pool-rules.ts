/** Preloaded into cognito-local: adds the behaviour of Amazon Cognito that our users rely on and cognito-local lacks. */
import './user-pool/addresses.ts';
import './user-pool/sign-up.ts';
import './user-pool/resend-code.ts';
import './user-pool/passwords.ts';
import './user-pool/sessions.ts';
// Last, so that it runs first: it refuses a forged token before other rules read it.
import './user-pool/signing-key.ts';
