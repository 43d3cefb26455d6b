/** The part of `http_ece` that is used here; the package has no types. */
declare module 'http_ece' {
  import type { ECDH } from 'node:crypto';

  interface Options {
    version: 'aes128gcm';
    /** The own key pair, made for one message. */
    privateKey: ECDH;
    /** The public key and the secret of the receiver, in base64url. */
    dh: string;
    authSecret: string;
  }

  const ece: { encrypt(content: Buffer, options: Options): Buffer };
  export default ece;
}
